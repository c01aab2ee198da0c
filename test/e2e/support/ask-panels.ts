import type { Panel } from "../../../components/core/grafana/panels";
import type { App } from "./app";
import { countSeries } from "./count-series";

/** Panels that need the rules of an objective, which nobody loaded here. */
const byRules = /^slo:/;

/** Number of series that Prometheus has for each line of an app's dashboard, by panel and line. */
export async function askPanels(app: App): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await app.sluice("grafana", app.environment, "--json");
  const { panels } = JSON.parse(stdout) as { panels: readonly Panel[] };
  const lines = panels.flatMap(({ title, lines: all }) => all.map((line) => ({ ...line, title })));
  const counted = lines
    .filter(({ query }) => !byRules.test(query))
    .map(async ({ title, name, query }) => [`${title}: ${name}`, await countSeries(app, query)] as const);
  return Object.fromEntries(await Promise.all(counted));
}
