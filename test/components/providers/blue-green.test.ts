import { open } from "../../../components/cluster/connect";
import { endTraffic } from "../../../components/traffic/end/end-traffic";
import { imageOf } from "../../support/environment";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B, C] = ["a", "b", "c"].map(imageOf) as [string, string, string];
const check = "{ name: home, requests: [{ url: /home }] }";
const keys = {
  strategy: "blue-green",
  stages: "[{ weight: 100, soak: 1s, checksFor: 2s }]",
  checks: `[${check}]`,
  warmup: "3",
};

let app: FakeApp;
let engine: FakeEngine;

beforeAll(async () => {
  app = await startFakeApp("gateway", [], keys);
  engine = new FakeEngine(app);
  await engine.upBase(A);
});

afterAll(async () => await app.stop());

const replicas = (track: "stable" | "canary") =>
  app.cluster.get<{ spec: { replicas: number } }>(`/apis/apps/v1/namespaces/prod/deployments/app-${track}`)
    ?.spec.replicas;

test("a canary whose checks fail at weight 0 gets no request, and the same command goes on", async () => {
  await engine.upBase(B);
  app.canaryStatus = 404;
  await expect(engine.upStage(B, "100")).rejects.toThrow(
    /checks must pass at weight 0: check "home" must pass on the canary: got .*404.*weight was not changed/,
  );
  expect([app.weight(), app.ledger().weight]).toEqual([0, 0]);
  expect(app.ledger()).toMatchObject({ phase: "progressing" });
});

/** Runs the stage, and does something once its check was asked. */
async function whileChecked(act: () => void): Promise<void> {
  app.asked.length = 0;
  const running = engine.upStage(B, "100");
  const timer = setInterval(() => {
    // Three warming requests for each of two pods come before.
    if (app.asked.filter((path) => path === "/home").length <= 6) return;
    clearInterval(timer);
    act();
  }, 20);
  await running.finally(() => clearInterval(timer));
}

test("an abort while it is checked ends the run, and nothing was moved", async () => {
  app.canaryStatus = 200;
  const before = app.ledger();
  const abort = () =>
    app.setLedger({
      ...app.ledger(),
      phase: "aborted",
      attempt: { ...app.ledger().attempt, endReason: "by hand" },
    });
  await expect(whileChecked(abort)).rejects.toThrow(/the release was aborted meanwhile \(by hand\)/);
  expect(app.weight()).toBe(0);
  app.setLedger(before);
});

test("pods that do not stay ready while they are checked get no request", async () => {
  await expect(whileChecked(() => void app.unready.add("canary"))).rejects.toThrow(
    /the canary must stay ready and answer while it is checked: got canary has 0 of 2 pods ready/,
  );
  expect(app.weight()).toBe(0);
  app.unready.clear();
});

test("a good canary of full size is warmed and checked at weight 0, and then gets all in one move", async () => {
  app.canaryStatus = 200;
  app.asked.length = 0;
  const begun = Date.now();
  let checkedMs = 0;
  const watch = setInterval(() => {
    if (app.weight() === 0) checkedMs = Date.now() - begun;
    else expect(app.weight()).toBe(100);
  }, 20);
  expect(await engine.upStage(B, "100")).toMatchObject({ verdict: "pass" });
  clearInterval(watch);
  expect(checkedMs).toBeGreaterThan(2000);
  expect(app.ledger().moves.at(-1)).toMatchObject({ from: 0, to: 100 });
  expect(app.ledger().attempt?.stages).toMatchObject([{ key: "100", checksForSeconds: 2 }]);
  // Two pods of stable: three warming requests each, and then the check, again and again.
  expect(app.asked.filter((path) => path === "/home").length).toBeGreaterThanOrEqual(2 * 3 + 3);
  expect([replicas("stable"), replicas("canary")]).toEqual([2, 2]);
  expect(await engine.upBase(B)).toMatchObject({ phase: "promoted" });
  expect(app.weight()).toBe(0);
});

test("the move back is one write, and what fails goes back by itself", async () => {
  await engine.upBase(C);
  app.failing = 1;
  await expect(engine.upStage(C, "100")).rejects.toThrow(/Aborted/);
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  expect(app.ledger().moves.slice(-2)).toMatchObject([
    { from: 0, to: 100 },
    { from: 100, to: 0 },
  ]);
  app.failing = 0;
});

test("a run that was killed before its move checks again, one killed after it goes on with the soak", async () => {
  const D = imageOf("d");
  await engine.upBase(D);
  const settings = app.settings(D);
  app.asked.length = 0;
  expect(await engine.upStage(D, "100")).toMatchObject({ verdict: "pass" });
  const asked = app.asked.length;
  // Killed between the write and the ledger: the intent is all that is known.
  const { moves, ...ledger } = app.ledger();
  const [attempt, epoch] = [ledger.attempt, ledger.epoch];
  app.setLedger({
    ...ledger,
    phase: "progressing",
    weight: 0,
    epoch: "0.before",
    moves: moves.slice(0, -1),
    intent: { from: 0, to: 100, epoch, atSeconds: 1, by: "prod-canary-100" },
    attempt: { ...attempt, stages: attempt?.stages.map((one) => ({ ...one, phase: "shifting" })) },
  });
  expect(await engine.upStage(D, "100")).toMatchObject({ verdict: "pass" });
  expect(app.ledger()).toMatchObject({ weight: 100, epoch, phase: "passed" });
  expect(app.asked.length - asked).toBeLessThan(asked);
  const cluster = await open(settings.cluster);
  const quiet = { say: () => undefined, progress: () => undefined, now: () => Date.now() / 1000 };
  const number = attempt?.number ?? 0;
  await endTraffic({ settings, cluster, ...quiet }, { attempt: number, kind: "abort", reason: "by hand" });
  expect(app.weight()).toBe(0);
  cluster.close();
});
