import { weightOf } from "../../../../components/core/stage/exposure";
import { imageOf } from "../../../support/environment";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";

const [A, B, C] = ["a", "b", "c"].map(imageOf) as [string, string, string];
let app: FakeApp;
let engine: FakeEngine;

beforeAll(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
});

afterAll(async () => await app.stop());

/** The ledger as version 1 of it was written. */
function writeVersion1(): void {
  const { attempt, ...ledger } = app.ledger();
  const stages = attempt?.stages.map(({ key: _key, exposure, ...stage }) => ({
    weight: weightOf({ exposure }),
    ...stage,
  }));
  const { key: _stageKey, ...stage } = (ledger.evidence as { stage: { key: string } }).stage;
  const evidence = { ...(ledger.evidence as object), stage };
  // It knew images only.
  const promoted = ledger.promoted.map(({ image }) => image);
  const { revision: _, previousRevision: __, changes: ___, ...plain } = attempt ?? {};
  app.setLedger({ ...ledger, version: 1, promoted, evidence, attempt: { ...plain, stages } });
}

test("a release runs through on what decides and acts alone; one of version 1 of the ledger goes on", async () => {
  expect(await engine.upBase(A)).toMatchObject({ phase: "promoted" });
  expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
  expect(app.ledger()).toMatchObject({ phase: "progressing", weight: 0, attempt: { number: 2, image: B } });
  await expect(engine.upStage(B, "100")).rejects.toThrow("stage 5 % must have passed");
  expect(app.weight()).toBe(0);
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
  expect(app.weight()).toBe(5);

  const before = app.ledger();
  writeVersion1();
  expect(app.ledger()).toMatchObject({ phase: before.phase, weight: before.weight, moves: before.moves });
  expect(await engine.stageChanges(B, "5")).toBe(false);
  expect(await engine.upStage(B, "100")).toMatchObject({ verdict: "pass" });
  const after = app.ledger();
  expect(after).toMatchObject({ version: 3, phase: "passed", weight: 100 });
  expect(after.attempt?.stages[0]).toEqual(before.attempt?.stages[0]);
  const ticksOf = ({ evidence }: { evidence?: unknown }): number => (evidence as { ticks: number }).ticks;
  expect(ticksOf(after)).toBeGreaterThan(ticksOf(before));

  expect(await engine.upBase(B)).toMatchObject({ phase: "promoted" });
  expect(app.weight()).toBe(0);
  expect(app.ledger().moves.map(({ from, to }) => [from, to])).toEqual([
    [0, 5],
    [5, 100],
    [100, 50],
    [50, 0],
  ]);
  expect(app.ledger().lock).toBeUndefined();
});

test("a canary that fails is taken off by its soak", async () => {
  await engine.upBase(C);
  app.failing = 1;
  await expect(engine.upStage(C, "5")).rejects.toThrow("all traffic is on stable");
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [{ image: C }] });
});
