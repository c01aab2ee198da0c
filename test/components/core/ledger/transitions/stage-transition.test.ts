import { weightStage } from "../../../../../components/core/stage/exposure";
import {
  held,
  noted,
  saveEvidence,
  stagePassed,
  stageSoaking,
  stageStarted,
} from "../../../../../components/core/ledger/transitions/stage-transition";
import type { Ledger } from "../../../../../components/core/ledger/ledger";
import { attempt, B, ledger, now, passed, running, verdict } from "../../release/world";

const at = (weight: number) => ({ key: String(weight), nowSeconds: now });
const stageOf = (record: Ledger, weight: number) =>
  record.attempt?.stages.find(({ key }) => key === String(weight));

describe("stageStarted()", () => {
  test("shifts the lowest stage that has not passed", () => {
    const { ledger: made, event } = stageStarted({ ...running(50, "pending"), note: "x" }, at(50));
    expect(stageOf(made, 50)).toEqual({
      ...weightStage(50),
      soakSeconds: 900,
      phase: "shifting",
      startedAtSeconds: now,
    });
    expect(made.phase).toBe("progressing");
    expect(made).not.toHaveProperty("note");
    expect(event).toEqual({
      type: "Normal",
      reason: "StageStarted",
      message: "Stage 50 %: gate passed, shifting",
    });
  });

  test("goes on after an interruption and keeps when it began", () => {
    const once = stageStarted(running(1, "pending"), { key: "1", nowSeconds: now - 60 }).ledger;
    const twice = stageStarted({ ...once, phase: "held" }, at(1)).ledger;
    expect(stageOf(twice, 1)).toMatchObject({ phase: "shifting", startedAtSeconds: now - 60 });
    expect(twice.phase).toBe("progressing");
  });

  test.each([
    ["a jump", running(1, "pending"), 50, "stage 50 must be the first that has not passed: that is 1"],
    ["a stage that passed", running(50, "pending"), 1, "that is 50"],
    ["a stage nobody pinned", running(1, "pending"), 7, "that is 1"],
    ["when all passed", running(100, "passed"), 100, "that is none"],
    ["a release that passed", passed(), 100, "ledger.phase must be progressing or held: got passed"],
    ["an aborted one", running(1, "held", { phase: "aborted" }), 1, "got aborted"],
    ["a ledger without attempt", ledger({ phase: "held" }), 1, "ledger.attempt must be there: got none"],
  ])("refuses %s", (_name, record, weight, message) => {
    expect(() => stageStarted(record, at(weight))).toThrow(message);
  });
});

describe("stageSoaking()", () => {
  test.each([
    [50, /soaking for \d+ s$/],
    [
      100,
      /soaking for \d+ s, for which the release before stays ready: sluice abort brings it back by one write of the route$/,
    ],
  ])("at %i %% says how long, and at 100 %% what that keeps", (weight, message) => {
    expect(stageSoaking(running(weight, "shifting"), at(weight)).event.message).toMatch(message);
  });

  test("begins where the weight is confirmed", () => {
    const { ledger: made, event } = stageSoaking(running(50, "shifting"), at(50));
    expect(stageOf(made, 50)).toMatchObject({ phase: "soaking", startedAtSeconds: now });
    expect(event.reason).toBe("StageSoaking");
  });

  test("resumes a held stage with its beginning and evidence", () => {
    const record = running(50, "held", { phase: "held", note: "no traffic", evidence: { n: 1 } });
    const { ledger: made, event } = stageSoaking(record, at(50));
    expect(made).toMatchObject({ phase: "progressing", evidence: { n: 1 } });
    expect(event.reason).toBe("StageResumed");
    expect(made).not.toHaveProperty("note");
  });

  test.each([
    [
      "before the weight is there",
      running(50, "shifting", { weight: 1 }),
      "weight 50 must be confirmed: ledger has 1 %",
    ],
    [
      "while a write is pending",
      running(50, "shifting", { intent: { from: 50, to: 50, epoch: "2-f", atSeconds: now, by: "prod" } }),
      "weight 50 must be confirmed",
    ],
  ])("refuses %s", (_name, record, message) => {
    expect(() => stageSoaking(record, at(50))).toThrow(message);
  });
});

describe("stagePassed()", () => {
  test("leaves the release progressing before the last stage", () => {
    const { ledger: made, event } = stagePassed(running(50, "soaking"), {
      ...at(50),
      verdict: verdict("pass"),
    });
    expect(made.phase).toBe("progressing");
    expect(stageOf(made, 50)).toMatchObject({
      phase: "passed",
      endedAtSeconds: now,
      verdict: verdict("pass"),
    });
    expect(event.message).toBe("Stage 50 %: pass by relative");
  });

  test("makes the release passed after the last stage", () => {
    const { ledger: made } = stagePassed(running(100, "soaking"), { ...at(100), verdict: verdict("pass") });
    expect(made.phase).toBe("passed");
  });

  test.each([
    [
      "a verdict that is no pass",
      running(50, "soaking"),
      verdict("inconclusive"),
      "verdict must be pass: is inconclusive",
    ],
    [
      "a stage that was not soaked",
      running(50, "shifting"),
      verdict("pass"),
      "stage 50 must be soaking: is shifting",
    ],
    [
      "a weight that is not there",
      running(50, "soaking", { weight: 1 }),
      verdict("pass"),
      "must be confirmed",
    ],
    [
      "a held release",
      running(50, "soaking", { phase: "held" }),
      verdict("pass"),
      "ledger.phase must be progressing",
    ],
  ])("refuses %s", (_name, record, found, message) => {
    expect(() => stagePassed(record, { ...at(50), verdict: found })).toThrow(message);
  });
});

describe("held()", () => {
  test("keeps weight and evidence, and says why", () => {
    const record = running(50, "soaking", { evidence: { n: 1 } });
    const hold = { reason: "40 requests were missing", verdict: verdict("inconclusive"), nowSeconds: now };
    const { ledger: made, event } = held(record, hold);
    expect(made).toMatchObject({ phase: "held", weight: 50, note: hold.reason, evidence: { n: 1 } });
    expect(stageOf(made, 50)).toMatchObject({ phase: "held", verdict: verdict("inconclusive") });
    expect(event).toEqual({
      type: "Warning",
      reason: "Held",
      message: "Held at 50 %: 40 requests were missing",
    });
  });

  test("needs no stage under way", () => {
    const { ledger: made } = held(running(1, "pending", { weight: 0 }), {
      reason: "foreign write",
      nowSeconds: now,
    });
    expect(made.phase).toBe("held");
    expect(stageOf(made, 1)?.phase).toBe("pending");
  });

  test("holds a stage that was shifting, without inventing a verdict", () => {
    const { ledger: made } = held(running(50, "shifting"), { reason: "interrupted", nowSeconds: now });
    expect(stageOf(made, 50)).toEqual({ ...weightStage(50), soakSeconds: 900, phase: "held" });
  });

  test("refuses a release that ended", () => {
    expect(() => held(ledger(), { reason: "x", nowSeconds: now })).toThrow("got promoted");
  });
});

test("saveEvidence() keeps the engine's state and until when it was fed", () => {
  const tick = { evidence: { n: 2 }, watchedUntilSeconds: now };
  expect(saveEvidence(running(50, "soaking"), tick)).toEqual({ ...running(50, "soaking"), ...tick });
  expect(() => saveEvidence(ledger(), tick)).toThrow("got promoted");
});

test("noted() changes nothing but the note", () => {
  expect(noted(ledger({ attempt: attempt(B) }), "rebuilt")).toEqual(
    ledger({ attempt: attempt(B), note: "rebuilt" }),
  );
});
