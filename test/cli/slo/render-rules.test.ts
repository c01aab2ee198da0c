import { parse } from "yaml";
import { renderRules, sloRulesOf } from "../../../cli/slo/render-rules";
import type { Slo } from "../../../components/core/slo/slo";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const settings = toSettings(
  configWith({ slos: "{ availability: { target: 0.999 } }" }),
  parseStackName("prod"),
);
const groups = sloRulesOf(settings, settings.slos as readonly Slo[]);
const labels = { release: "kps", team: "web" };

test("renderRules() writes a rule file", () => {
  const file = parse(renderRules(settings, groups, { kind: "file", labels })) as object;
  expect(file).toEqual({ groups });
  expect(groups.map(({ name }) => name)).toEqual([
    "sluice-slo-default-scholarlink-availability",
    "sluice-release-alerts-default-scholarlink-availability",
  ]);
});

test("renderRules() writes an object of Prometheus' operator with the same groups", () => {
  expect(parse(renderRules(settings, groups, { kind: "PrometheusRule", labels }))).toEqual({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name: "sluice-scholarlink-slo", namespace: "default", labels },
    spec: { groups },
  });
});

test("a latency objective has rules of its own beside it, and alerts on releases stay one group", () => {
  const both = toSettings(
    configWith({
      slos: "{ availability: { target: 0.999 }, latency: { target: 0.99, within: 300ms } }",
    }),
    parseStackName("prod"),
  );
  const rules = sloRulesOf(both, both.slos as readonly Slo[]);
  const names = rules.map(({ name }) => name);
  expect(names.filter((name) => name.endsWith("-latency"))).toHaveLength(1);
  expect(names.filter((name) => name.includes("release-alerts"))).toHaveLength(1);
  expect(new Set(names).size).toBe(names.length);
  const [slow] = rules.filter(({ name }) => name === "sluice-slo-default-scholarlink-latency");
  expect(slow?.rules[1]?.expr).toMatch(
    /^clamp_min\(sum\(sluice:slo_requests:rate5m\{.* - sum\(.*le=~"\|0\\\\\.3"/,
  );
});

test("no alert compares the tracks where the source's labels do not tell them", () => {
  const analysis = { ...settings.analysis, source: "envoy-gateway" as const };
  const names = sloRulesOf({ ...settings, analysis }, settings.slos as readonly Slo[]).map(
    ({ name }) => name,
  );
  expect(names.some((name) => name.includes("release"))).toBe(false);
});
