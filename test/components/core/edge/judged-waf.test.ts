import { decisionsQuery, leaveOutWaf } from "../../../../components/core/edge/judged-waf";
import type { EventMetric, MetricRule } from "../../../../components/core/evidence/metric-rule";

const own: EventMetric = { kind: "events", name: "waf", toleratedRatio: 2, query: decisionsQuery };
const others: readonly MetricRule[] = [
  { kind: "latency", name: "latency", boundsSeconds: [1], toleratedRatio: 2 },
  { kind: "events", name: "denied", toleratedRatio: 2, codes: [401] },
];
const metrics = [...others, own];
const bare = { spec: { initContainers: [{ name: "fetch" }], containers: [{ name: "waf" }] } };
const filtered = { spec: { initContainers: [{ name: "waf" }] } };

test.each([
  ["both have one", { stable: filtered, canary: filtered }],
  ["neither is known", {}],
  ["one is not known", { stable: filtered }],
])("the firewall is judged where %s", (_name, templates) => {
  expect(leaveOutWaf(metrics, templates, {})).toEqual({ metrics });
});

test.each([
  ["stable", { stable: bare, canary: filtered }],
  ["canary", { stable: filtered, canary: bare }],
  ["stable", { stable: {} }],
])("where %s has none nothing is compared, and people are told", (track, templates) => {
  expect(leaveOutWaf(metrics, templates, { untold: ["routes"] })).toEqual({
    metrics: others,
    note: `${track} has no firewall: what the other's refuses is counted in this attempt, and judged only as answers 4xx`,
  });
});

test.each([
  ["the app itself", { behindFirewall: true }],
  ["a proxy that tells errors alone", { untold: ["classes", "routes"] }],
] as const)("where %s counts, people are told that nothing judges what is refused", (_name, reader) => {
  expect(leaveOutWaf(metrics, { stable: bare, canary: filtered }, reader).note).toBe(
    'stable has no firewall: what the other\'s refuses is counted in this attempt, and judged by nothing, as the source of counts does not see it; in mode "detect" nothing is refused',
  );
});

test("a metric of a person's own stays, whatever its name", () => {
  const named = [...others, { ...own, query: "x_total" }];
  expect(leaveOutWaf(named, { stable: bare }, {})).toEqual({ metrics: named });
});
