import { abort } from "../../../cli/abort/abort";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { attemptOf, before, imageOf, ledgerOf, released } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";
import type { FakeObjects } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));

const ledger = (changes: Partial<Ledger> = {}): string =>
  JSON.stringify(ledgerOf({ app: "scholarlink", weight: 5, epoch: "4-abc", ...changes }));
const isLedger = (path: string): boolean => path.includes("/configmaps/");

test("abort() whose record comes late, as after a machine's sleep, does not end the attempt that began since", async () => {
  const fault: FakeObjects["fault"] = (method, path) => {
    // Somebody retried between the write of the route and its record.
    const isWritten = fake.weight() === 0 && fake.ledger().attempt?.number === 3;
    const attempt = attemptOf(["soaking"], { number: 4 });
    if (method === "GET" && isLedger(path) && isWritten)
      fake.setLedger(ledger({ weight: 1, epoch: "9-abc", attempt }));
    return undefined;
  };
  const fake = fakeEnvironment({ ledger: ledger(), weight: 5, canaryReplicas: 1, fault });
  const outcome = await abort(fake.context, "checkout is slow");
  expect(fake.ledger()).toMatchObject({ phase: "progressing", weight: 1, attempt: { number: 4 } });
  expect(fake.writes.filter(({ path }) => path.includes("/deployments/"))).toEqual([]);
  expect(String(outcome.report?.["warnings"])).toMatch(
    /attempt 4 began after weight 0 was written, and goes on; to end it, run the same command again/,
  );
});

test("abort() leaves the canary's pods to an attempt that began while they drained", async () => {
  let began = false;
  const fault: FakeObjects["fault"] = (method, path) => {
    const isAborted = fake.ledger().phase === "aborted";
    if (method === "GET" && path.endsWith("-canary") && isAborted && !began) {
      began = true;
      fake.setLedger(ledger({ weight: 0, attempt: attemptOf([], { number: 4 }) }));
    }
    return undefined;
  };
  const fake = fakeEnvironment({ ledger: ledger(), weight: 5, canaryReplicas: 1, fault });
  const { traffic, ...settings } = fake.context.settings;
  const quick = { ...settings, traffic: { ...traffic, propagationSeconds: 0.01, drainSeconds: 0.01 } };
  const outcome = await abort({ ...fake.context, settings: quick }, "drill", {
    waitMs: 200,
    awaySeconds: 0.01,
  });
  expect(began).toBe(true);
  expect(fake.writes.filter(({ path }) => path.endsWith("/scale"))).toEqual([]);
  expect(String(outcome.report?.["warnings"])).toContain(
    "attempt 4 began since: the canary's pods are its own, and stay",
  );
});

const promoting = { phase: "promoting", weight: 100, attempt: attemptOf(["passed"]) } as const;
const isStable = (path: string): boolean => path.endsWith("/deployments/scholarlink-stable");

test.each<[string, Partial<Ledger>, RegExp]>([
  [
    "was finished",
    { phase: "promoted", weight: 0 },
    /Cannot abort the promotion: it must not have ended meanwhile: got promoted; stable stays as it is/,
  ],
  [
    "ended, and another attempt began",
    { ...promoting, attempt: attemptOf(["passed"], { number: 4 }) },
    /Cannot abort the promotion: no other attempt may have begun since: got 4; stable stays as it is/,
  ],
])("abort() of a promotion that %s before it was recorded touches nothing", async (_, then, words) => {
  const fault: FakeObjects["fault"] = (method, path) => {
    if (method === "PUT" && isLedger(path) && fake.ledger().attempt?.endReason === undefined)
      fake.setLedger(ledger({ ...then, attempt: { ...attemptOf(), ...then.attempt, endReason: "then" } }));
    return undefined;
  };
  const fake = fakeEnvironment({ ledger: ledger(promoting), weight: 100, stableImage: released, fault });
  await expect(abort(fake.context, "drill")).rejects.toThrow(words);
  expect(fake.stableImage()).toBe(released);
  expect(fake.weight()).toBe(100);
  expect(fake.writes.filter(({ path }) => !path.includes("/configmaps/"))).toEqual([]);
});

test("abort() that waits for stable leaves it to an attempt that began since", async () => {
  const next = imageOf("c");
  const template = { spec: { containers: [{ image: next }] } };
  let began = false;
  const fault: FakeObjects["fault"] = (method, path) => {
    if (method === "GET" && isStable(path) && fake.stableImage() === before && !began) {
      began = true;
      fake.setLedger(ledger({ ...promoting, attempt: attemptOf(["passed"], { number: 4 }) }));
      void fake.context.cluster.call("PATCH", path, { body: { spec: { template } } });
    }
    return undefined;
  };
  const fake = fakeEnvironment({ ledger: ledger(promoting), weight: 100, stableImage: released, fault });
  await expect(abort(fake.context, "drill")).rejects.toThrow("no other attempt may have begun since: got 4");
  expect(began).toBe(true);
  expect(fake.stableImage()).toBe(next);
  expect(fake.weight()).toBe(100);
});
