import { abort } from "../../../cli/abort/abort";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { explainWays } from "../../../components/core/routers/foreign-rules";
import { idleCanary } from "../../../components/traffic/end/idle-canary";
import { ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";
import type { FakeObjects } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));

const ledger = (changes: Partial<Ledger> = {}): string =>
  JSON.stringify(ledgerOf({ app: "scholarlink", weight: 5, epoch: "4-abc", ...changes }));
const beta = {
  matches: [{ path: { type: "PathPrefix", value: "/beta" } }],
  backendRefs: [{ name: "scholarlink-canary", port: 80 }],
};
const fieldsV1 = { "f:spec": { "f:rules": {} } };
const other = {
  metadata: {
    name: "other",
    namespace: "default",
    managedFields: [{ manager: "kubectl-create", time: "2026-11-01T00:00:00Z", fieldsV1 }],
  },
  spec: { rules: [beta] },
};
const impatience = { waitMs: 200, awaySeconds: 0.01 };

const run = async (objects: FakeObjects) => {
  const fake = fakeEnvironment({ ledger: ledger(), weight: 5, canaryReplicas: 1, ...objects });
  const { traffic, ...settings } = fake.context.settings;
  const quick = { ...settings, traffic: { ...traffic, propagationSeconds: 0.01, drainSeconds: 0.01 } };
  const outcome = await abort({ ...fake.context, settings: quick }, "drill", impatience);
  const scaled = fake.writes.some(({ path }) => path.endsWith("/scale"));
  return { fake, outcome, scaled, said: fake.said.join("\n") };
};

test("abort() takes a rule of others out of the route it writes, in the same write, and idles the canary", async () => {
  const old = { backendRefs: [{ name: "old", port: 80 }] };
  const { fake, outcome, scaled } = await run({ rules: [beta, old] });
  expect(outcome.exitCode).toBe(0);
  expect(fake.writes.filter(({ path }) => path.includes("/httproutes/"))).toHaveLength(1);
  expect(fake.rules()?.slice(3)).toEqual([old]);
  expect(scaled).toBe(true);
});

test("abort() takes it out also where the weight of the app's own rule is 0", async () => {
  const { fake, outcome } = await run({
    ledger: ledger({ phase: "promoted", weight: 0 }),
    weight: 0,
    rules: [beta],
  });
  expect(outcome.exitCode).toBe(0);
  expect(fake.rules()).toHaveLength(3);
});

test("abort() names a rule in another object with manager and command, exits 6 and keeps the canary's pods", async () => {
  const { fake, outcome, scaled, said } = await run({ others: { httproutes: [other] } });
  expect(outcome.exitCode).toBe(6);
  expect(outcome.sentence).toContain("the canary can still be reached past the route");
  expect(said).toContain(
    "HTTPRoute default/other spec.rules[0] sends 100 % of what it takes to the canary, written by kubectl-create at 2026-11-01T00:00:00Z",
  );
  expect(said).toContain("kubectl --context prod-eu -n default patch httproutes other --type json -p ");
  expect(fake.weight()).toBe(0);
  expect(fake.ledger().phase).toBe("aborted");
  expect(fake.writes.filter(({ path }) => path.includes("/other"))).toEqual([]);
  expect(scaled).toBe(false);
});

test.each<[string, FakeObjects]>([
  [
    "an Ingress",
    {
      others: {
        ingresses: [
          { metadata: other.metadata, spec: { defaultBackend: { service: { name: "scholarlink-canary" } } } },
        ],
      },
    },
  ],
  ["a GRPCRoute", { others: { grpcroutes: [other] } }],
  ["a route while ours is gone", { weight: undefined, others: { httproutes: [other] } }],
  [
    "after an abort",
    { ledger: ledger({ phase: "aborted", weight: 0 }), weight: 0, others: { httproutes: [other] } },
  ],
  [
    "kinds that may not be listed",
    { fault: (_, path) => (path.endsWith("/ingresses") ? { status: 403 } : undefined) },
  ],
])("abort() keeps the canary's pods for %s", async (_, objects) => {
  const { outcome, scaled } = await run(objects);
  expect(outcome.exitCode).toBe(6);
  expect(scaled).toBe(false);
});

test("abort() where another owner's route has the name writes nothing of it, and records the abort", async () => {
  const theirs = { metadata: { ...other.metadata, name: "scholarlink" }, spec: { rules: [beta] } };
  const { fake, outcome, scaled } = await run({ weight: undefined, others: { httproutes: [theirs] } });
  expect(outcome.exitCode).toBe(6);
  expect(fake.ledger().phase).toBe("aborted");
  expect(fake.writes.filter(({ path }) => path.includes("/httproutes/"))).toEqual([]);
  expect(scaled).toBe(false);
});

test("abort() writes the route though other objects cannot be read", async () => {
  const { fake } = await run({
    fault: (_, path) => (path.endsWith("/ingresses") ? { status: 503 } : undefined),
  });
  expect(fake.weight()).toBe(0);
  expect(fake.ledger().phase).toBe("aborted");
});

test("idleCanary() leaves the canary's pods where another run raised the weight while they drained", async () => {
  const fake = fakeEnvironment({ ledger: ledger(), weight: 5, canaryReplicas: 1 });
  const { traffic, ...settings } = fake.context.settings;
  const quick = { ...settings, traffic: { ...traffic, propagationSeconds: 0.01, drainSeconds: 0.01 } };
  const ways = await idleCanary(fake.context.cluster, quick);
  expect(ways.own).toBe(5);
  expect(fake.writes).toEqual([]);
  expect(explainWays(ways)).toEqual([
    {
      text: "the app's own rule sends 5 % to the canary: another run has moved traffic since",
      fix: "sluice status shows whose attempt that is, sluice abort ends it",
    },
  ]);
});
