import { dashboardOf } from "../../../cli/grafana/make-dashboard";
import { renderRules, sloRulesOf } from "../../../cli/slo/render-rules";
import type { Slo } from "../../../components/core/slo/slo";
import { queriesOf } from "../../../components/stage/gate/read-budget";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith, imageOf } from "../../support/environment";
import { fixtures } from "../../support/sources/fixtures";

const usual = toSettings(
  configWith({
    slos: "{ availability: { target: 0.999 }, latency: { target: 0.99, within: 250ms } }",
    watchdog: `{ image: "${imageOf("b")}" }`,
  }),
  parseStackName("prod"),
);
const paths = Array.from({ length: 10 }, (_, nth) => `/internal/reports-of-the-month/${nth}/*`);

/** Settings with long names, and paths that a person adds to those that nobody asks for. */
const settingsOf = ({ source, query }: (typeof fixtures)[number]) => ({
  ...usual,
  app: "a".repeat(40),
  namespace: "n".repeat(40),
  analysis: {
    ...usual.analysis,
    source,
    ...(query === undefined ? {} : { query }),
    ignoreRoutes: [...usual.analysis.ignoreRoutes, ...paths],
  },
});
const slosOf = (fixture: (typeof fixtures)[number]): readonly Slo[] =>
  (usual.slos as readonly Slo[]).filter(
    ({ name }) => name === "availability" || fixture.histogram !== undefined,
  );

/** Texts that are too long, with their lengths. */
const longer = (than: number, texts: readonly string[]) =>
  texts.filter(({ length }) => length > than).map((text) => `${text.length}: ${text.slice(0, 200)}`);

test.each(fixtures)("rules of $name are short: Prometheus reads each of them every minute", (fixture) => {
  const settings = settingsOf(fixture);
  const groups = sloRulesOf(settings, slosOf(fixture));
  const rules = groups.flatMap((group) => group.rules);
  expect(
    longer(
      8000,
      rules.map(({ expr }) => expr),
    ),
  ).toEqual([]);
  // An object of the API is refused above 1.5 MB, its annotation of kubectl apply above 256 KiB.
  const file = renderRules(settings, groups, { kind: "PrometheusRule", labels: {} });
  expect(file.length).toBeLessThan(100_000);
});

test.each(fixtures)("queries of $name that no rule shortens fit into an address", (fixture) => {
  const settings = { ...settingsOf(fixture), slos: slosOf(fixture) };
  const { panels } = dashboardOf(settings);
  const queries = panels.flatMap(({ lines }) => lines.map(({ query }) => query));
  const budgets = settings.slos.flatMap((slo) => queriesOf(settings, slo));
  expect(longer(9000, [...queries, ...budgets])).toEqual([]);
});
