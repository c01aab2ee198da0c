import * as promotion from "../../../../components/providers/promotion";
import * as release from "../../../../components/providers/release/release";
import { imageOf } from "../../../support/environment";
import type { HttpRoute } from "../../../../components/core/routers/gateway/http-route";
import { paths, startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";

// A schedule of a service looks for drift at any time: an alarm of every look is no alarm.

const [A, B, C] = ["a", "b", "c"].map(imageOf) as [string, string, string];
let app: FakeApp;
let engine: FakeEngine;
/** As a release at 5 % left app and engine. */
let restore: () => void;
let state: FakeEngine;

beforeAll(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
  expect(await engine.refresh()).toEqual([]);
  await engine.upBase(B);
  expect(await engine.refresh()).toEqual([]);
  await engine.upStage(B, "5");
  restore = app.save();
  state = engine.fork();
});

beforeEach(() => {
  restore();
  engine = state.fork();
});

afterAll(async () => await app.stop());

/** Sets the weight as a person does who knows kubectl and not Sluice. */
function moveByHand(weight: number): void {
  const route = app.cluster.get<HttpRoute>(paths.route) as HttpRoute;
  const weights: Readonly<Record<string, number>> = { "app-canary": weight, "app-stable": 100 - weight };
  const rules = (route.spec.rules ?? []).map(({ backendRefs = [], ...rule }) => ({
    ...rule,
    backendRefs: backendRefs.map((ref) => ({ ...ref, weight: weights[ref.name] ?? ref.weight })),
  }));
  app.cluster.put(paths.route, { ...route, spec: { ...route.spec, rules } }, "kubectl-edit");
}

test("a look finds no drift while stages move traffic, nor in a promotion that is due, nor after an abort", async () => {
  expect(app.weight()).toBe(5);
  expect([await engine.refresh(), await engine.stageDrifts(B, "5")]).toEqual([[], false]);
  // The next stage is another's to run, and a stack of a release that is over is refused.
  expect([await engine.stageDrifts(B, "100"), await engine.stageDrifts(C, "5")]).toEqual([false, false]);
  expect([await engine.stageChanges(B, "100"), await engine.stageChanges(C, "5")]).toEqual([true, true]);
  app.setLedger({ ...app.ledger(), phase: "aborted" });
  expect(await engine.refresh()).toEqual([]);
  app.setLedger({ ...app.ledger(), phase: "promoting" });
  expect(await engine.refresh()).toEqual([]);
});

test("a run that repeats the decision of the last one acts all the same", async () => {
  const inputs = await engine.check(B, { run: { programPid: process.pid, programStart: "unknown" } });
  const same = { ...inputs, decision: "promote" };
  expect((await release.diff("", same, same)).changes).toBe(true);
  const { settings, run } = inputs;
  app.setLedger({ ...app.ledger(), phase: "promoting" });
  expect((await promotion.diff("", { settings, phase: "promoting" }, { settings, run })).changes).toBe(true);
});

test("a look keeps nothing from a run that is under way: the stage goes on, and base changes nothing", async () => {
  await engine.refresh({ keeps: true });
  expect(await engine.refresh()).toEqual([]);
  expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
  expect(await engine.refresh()).toEqual([]);
  expect([app.weight(), app.ledger().weight]).toEqual([5, 5]);
});

test.each<[string, RegExp, () => void]>([
  ["a weight moved by hand", /live weight is 40 %, the ledger has 5 %; .*kubectl-edit/, () => moveByHand(40)],
  [
    "a selector of the canary's Service",
    /Service app-canary must select the canary's pods: got app=other/,
    () => app.cluster.put(paths.service("canary"), { spec: { selector: { app: "other" } } }, "kubectl-edit"),
  ],
  ["a ledger that is gone", /ledger .* is gone/, () => app.cluster.delete(paths.ledger)],
  ["a ledger that is damaged", /Cannot read ledger/, () => app.setLedger("no ledger")],
])("a look finds %s, says so, and every later one does until it is settled", async (_what, says, change) => {
  change();
  expect(await engine.refresh({ keeps: true })).toEqual(["Release"]);
  expect(engine.drift()).toMatch(says);
  expect(await engine.refresh({ keeps: true })).toEqual(["Release"]);
  restore();
  expect(await engine.refresh({ keeps: true })).toEqual([]);
  expect(engine.drift()).toBeUndefined();
});

test("what a look finds gone is created again by one run, and refused where it goes once more", async () => {
  app.cluster.delete(paths.deployment("canary"));
  expect(await engine.refresh()).toEqual(["Release"]);
  await expect(engine.upBase(B)).rejects.toThrow("must exist: got deleted");
  expect(await engine.refresh({ keeps: true })).toEqual(["Release"]);
  await engine.upBase(B);
  expect(app.cluster.get(paths.deployment("canary"))).toBeDefined();
  expect(await engine.refresh()).toEqual([]);
  app.cluster.delete(paths.deployment("canary"));
  await expect(engine.upBase(B)).rejects.toThrow("must exist: got deleted");
});
