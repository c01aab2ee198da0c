import { toSettings } from "../../stacks/settings/settings";
import { configWith } from "../support/environment";

const read = (keys: string) =>
  toSettings(configWith({ analysis: `{ prometheus: "http://p", source: traefik, ${keys} }` }), {
    kind: "base",
    environment: "prod",
  }).analysis;

const inputs = "queue: depth, buckets: { stable: s_bucket, canary: c_bucket }";

test("the set owner has the owner's limits, and an objective of 0.5 %", () => {
  const { metrics, trials, parameters } = read(`owner: { ${inputs} }`);
  expect(
    metrics.map((rule) => [
      rule.name,
      rule.kind === "gauge"
        ? `${rule.direction} ${rule.limit}`
        : `${rule.kind}, ${rule.toleratedRatio} times`,
    ]),
  ).toEqual([
    ["owner-client-errors", "events, 2 times"],
    ["owner-authentication", "events, 2 times"],
    ["owner-rate-limited", "events, 2 times"],
    ["owner-csp", "events, 2 times"],
    ["owner-p95", "atMost 2"],
    ["owner-p99", "atMost 2"],
    ["owner-cpu", "atMost 0.8"],
    ["owner-memory", "atMost 0.9"],
    ["owner-restarts", "atMost 5"],
    ["owner-database-connections", "atMost 0.8"],
    ["owner-queue", "atMost 2"],
  ]);
  expect(trials ?? []).toEqual([]);
  expect(parameters).toMatchObject({ objectiveErrorRatio: 0.005 });
  expect(read("").parameters).not.toHaveProperty("objectiveErrorRatio");
});

test("what a person states besides the set takes its place", () => {
  const metrics =
    "metrics: [{ name: mine, kind: cpu, limit: 0.5 }, { name: later, kind: memory, trial: true }]";
  const { metrics: rules, parameters } = read(
    `owner: { without: [queue, p95, p99, csp] }, objectives: { errorRatio: 0.02 }, ${metrics}`,
  );
  expect(rules.map(({ name }) => name)).toEqual([
    "mine",
    "owner-client-errors",
    "owner-authentication",
    "owner-rate-limited",
    "owner-memory",
    "owner-restarts",
    "owner-database-connections",
  ]);
  expect(parameters).toMatchObject({ objectiveErrorRatio: 0.02 });
});

test.each([
  [
    "no depth of a queue",
    "owner: { without: [p95, p99] }",
    "owner.queue must be set: the depth of a queue; or without have queue",
  ],
  [
    "no buckets",
    "owner: { queue: d, without: [p95] }",
    "owner.buckets must be set: the buckets of each track's histogram; or without have p95 and p99",
  ],
  [
    "no selector of buckets",
    "owner: { queue: d, buckets: { stable: 'sum(a)', canary: c_bucket } }",
    "owner.buckets must select buckets of a histogram",
  ],
  [
    "a queue that nothing reads",
    "owner: { queue: d, without: [queue, p95, p99] }",
    "owner.queue must be left out where without has queue",
  ],
  ["an unknown kind", "owner: { without: [latency] }", "owner.without[0] must be"],
  [
    "a name of the set",
    "owner: { without: [queue, p95, p99] }, metrics: [{ name: owner-csp, kind: latency }]",
    "metrics must be without names that the set owner has",
  ],
])("sluice:analysis.owner refuses %s", (_, keys, says) => {
  expect(() => read(keys)).toThrow(says);
});
