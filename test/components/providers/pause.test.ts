import type { Pause } from "../../../components/core/ledger/said";
import { processStart } from "../../../components/ledger/process-identity";
import { imageOf } from "../../support/environment";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const pause: Pause = { atSeconds: 1_764_166_865, who: "anna@laptop", reason: "a sale" };
const got = "must not be paused: got paused by anna@laptop at 2025-11-26T14:21:05Z: a sale";
const waits = {
  programPid: process.pid,
  programStart: processStart(process.pid) ?? "",
  waitsForResume: true,
};
let app: FakeApp;
let engine: FakeEngine;

beforeAll(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
});

afterAll(async () => await app.stop());

function setPauses(...pauses: readonly Pause[]): void {
  const { attempt, ...ledger } = app.ledger();
  app.setLedger({ ...ledger, attempt: { ...attempt, pauses } });
}

const stageOf = (key: string) => app.ledger().attempt?.stages.find((stage) => stage.key === key);

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a pause is kept by a soak: it passes after the resume, not before", async () => {
  const up = engine.upStage(B, "5");
  await until("the soak", () => stageOf("5")?.phase === "soaking");
  setPauses(pause);
  const watchedTo = (app.ledger().watchedUntilSeconds ?? 0) + 4;
  await until("ticks", () => (app.ledger().watchedUntilSeconds ?? 0) > watchedTo);
  expect(stageOf("5")?.phase).toBe("soaking");
  expect(app.weight()).toBe(5);
  setPauses({ ...pause, resumed: pause });
  expect(await up).toMatchObject({ verdict: "pass" });
});

test("a gate refuses while paused, naming who, when, why and the way out; nothing is written", async () => {
  setPauses(pause);
  await expect(engine.upStage(B, "100")).rejects.toThrow(
    `approval: the release ${got}\n    → sluice resume prod --reason TEXT`,
  );
  expect(app.weight()).toBe(5);
  expect(app.ledger().lock).toBeUndefined();
});

test("a gate that waits goes on after the resume", async () => {
  const up = engine.upStage(B, "100", { run: waits });
  const before = app.ledger().watchedUntilSeconds ?? 0;
  await until("evidence of the wait", () => (app.ledger().watchedUntilSeconds ?? 0) > before + 2);
  expect(app.weight()).toBe(5);
  setPauses({ ...pause, resumed: pause });
  expect(await up).toMatchObject({ verdict: "pass" });
  expect(app.weight()).toBe(100);
});

test("stable does not roll while paused", async () => {
  setPauses(pause);
  await expect(engine.upBase(B)).rejects.toThrow(got);
  expect(app.ledger()).toMatchObject({ phase: "passed", weight: 100 });
  setPauses();
  expect(await engine.upBase(B)).toMatchObject({ phase: "promoted" });
});

test("a gate that waits takes a canary off that fails meanwhile", async () => {
  const C = imageOf("c");
  await engine.upBase(C);
  await engine.upStage(C, "5");
  setPauses(pause);
  const up = engine.upStage(C, "100", { run: waits });
  app.failing = 1;
  await expect(up).rejects.toThrow("all traffic is on stable");
  expect(app.ledger()).toMatchObject({ phase: "aborted", weight: 0, aborted: [{ image: C }] });
});
