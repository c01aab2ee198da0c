import type { Panel } from "../../../../components/core/grafana/panels";
import type { App } from "../app";
import { countSeries } from "./count-series";

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
