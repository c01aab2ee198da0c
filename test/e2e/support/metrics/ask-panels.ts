import type { Panel } from "../../../../components/core/grafana/panels";
import { image } from "../app";
import type { App } from "../app";
import { countSeries } from "./count-series";
import { countedBy } from "./read-by-source";

/** Panels that need the rules of an objective, which the sandbox's own Prometheus has not loaded. */
const byRules = /^slo:/;

/**
 * Number of series that Prometheus has for each line of a dashboard, by panel and line.
 * @param of - arguments of `sluice grafana` @default the app's environment
 * @param ruledUrl - Prometheus that has loaded rules of objectives; absent: lines by them are left out
 */
export async function askPanels(
  app: App,
  of: readonly string[] = [app.environment],
  ruledUrl?: string,
): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await app.sluice("grafana", ...of, "--json");
  const { panels } = JSON.parse(stdout) as { panels: readonly Panel[] };
  const lines = panels.flatMap(({ title, lines: all }) => all.map((line) => ({ ...line, title })));
  const counted = lines.flatMap(({ title, name, query }) => {
    const url = byRules.test(query) ? ruledUrl : app.sandbox.prometheusUrl;
    return url === undefined
      ? []
      : [countSeries(url, query).then((count) => [`${title}: ${name}`, count] as const)];
  });
  return Object.fromEntries(await Promise.all(counted));
}

/** Lines of the dashboard of a service with an objective while both tracks serve, each with its one series. */
export const filledPanels = {
  "Requests: stable": 1,
  "Requests: canary": 1,
  "Failed requests: stable": 1,
  "Failed requests: canary": 1,
  "Traffic of the canary: canary": 1,
  "Burn rate: availability now": 1,
};

/** {@link askPanels} by every way to count the traffic of version 1; Traefik's counters count it again at the end. */
export async function askEverySource(app: App): Promise<readonly Readonly<Record<string, number>>[]> {
  const found: Readonly<Record<string, number>>[] = [];
  for (const analysis of Object.values(countedBy)) {
    await app.configure(image("v1"), { analysis: { ...analysis } });
    found.push(await askPanels(app));
  }
  await app.configure(image("v1"), { analysis: { source: "traefik", query: undefined } });
  return found;
}
