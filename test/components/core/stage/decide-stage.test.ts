import { weightStage } from "../../../../components/core/stage/exposure";
import { decideStage } from "../../../../components/core/stage/decide-stage";
import type { StageDecision, StageSituation } from "../../../../components/core/stage/decide-stage";
import type { Ledger, Phase, StagePhase } from "../../../../components/core/ledger/ledger";
import { attemptOf, before, ledgerOf, ledgerWithoutAttempt, released } from "../../../support/gate";

function decide(ledger: Ledger | undefined, weight: number, live?: number, image = released): StageDecision {
  const situation: StageSituation = {
    ledger,
    wanted: { image },
    stage: weightStage(weight),
    ...(live === undefined ? {} : { liveWeight: live }),
  };
  return decideStage(situation);
}

const at = (phase: Phase, stages: readonly StagePhase[], weight: number) =>
  ledgerOf({ phase, attempt: attemptOf(stages), weight });

describe("decideStage() of the next stage", () => {
  test.each([
    ["the first from 0", at("progressing", [], 0), 1, 0, "rise"],
    ["after a passed one", at("progressing", ["passed"], 1), 5, 1, "rise"],
    ["after a passed one, held", at("held", ["passed"], 1), 5, 1, "rise"],
    ["with its weight written already", at("progressing", ["passed", "shifting"], 5), 5, 5, "soak"],
    ["of a route that is gone", at("progressing", [], 0), 1, undefined, "rise"],
  ] as const)("%s", (_, ledger, weight, live, kind) => {
    expect(decide(ledger, weight, live).kind).toBe(kind);
  });
});

describe("decideStage() of the same or a lower stage", () => {
  test.each([
    ["unfinished: its soak goes on", at("progressing", ["passed", "soaking"], 5), 5, 5, "soak"],
    ["held: its soak goes on", at("held", ["passed", "held"], 5), 5, 5, "soak"],
    ["passed: nothing", at("progressing", ["passed", "soaking"], 5), 1, 5, "no-op"],
    ["passed and current: nothing", at("progressing", ["passed"], 1), 1, 1, "no-op"],
    [
      "of a release whose stages all passed: nothing",
      at("passed", Array(5).fill("passed"), 100),
      100,
      100,
      "no-op",
    ],
    [
      "another owner's weight above: the gate says whose",
      at("progressing", ["passed", "soaking"], 5),
      5,
      50,
      "soak",
    ],
  ] as const)("%s", (_, ledger, weight, live, kind) => {
    expect(decide(ledger, weight, live).kind).toBe(kind);
  });

  test("refuses a weight above that the ledger owns up to", () => {
    expect(decide(at("held", ["passed", "held"], 20), 5, 20)).toEqual({
      kind: "refuse",
      sentence: "Cannot run stage 5 %: live weight must be at most 5 %: got 20 %",
      fix: "sluice abort, or a new version",
    });
  });
});

test("decideStage() refuses a later stage by the order", () => {
  expect(decide(at("held", ["passed", "held"], 5), 50, 5)).toEqual({
    kind: "refuse",
    sentence: "Cannot run stage 50 %: stage 5 % must have passed first: got held",
    fix: "run the stack of stage 5 %",
  });
});

test.each([1, 5, 100])(
  "decideStage() refuses stage %i %% of an aborted attempt with the way out",
  (weight) => {
    expect(decide(at("aborted", ["failed"], 0), weight, 0)).toMatchObject({
      kind: "refuse",
      fix: "release a new version, or sluice retry",
    });
  },
);

test("decideStage() names why an attempt was aborted", () => {
  const ledger = ledgerOf({ phase: "aborted", attempt: attemptOf([], { endReason: "blind" }) });
  expect(decide(ledger, 1).sentence).toMatch(/: got aborted \(blind\)$/);
});

test.each(["promoting", "promoted"] as const)("decideStage() does nothing for any stage once %s", (phase) => {
  for (const weight of [1, 50, 7]) {
    expect(decide(at(phase, [], 100), weight, 100).kind).toBe("no-op");
  }
});

test.each([
  ["no ledger", undefined, released, /a release must be under way/],
  ["no attempt", ledgerWithoutAttempt(), released, /a release must be under way/],
  [
    "a rebuilt ledger",
    ledgerWithoutAttempt({ phase: "held" }),
    released,
    /must know an attempt: got none \(rebuilt\)/,
  ],
  ["a noted ledger", ledgerWithoutAttempt({ phase: "held", note: "lost" }), released, /got none \(lost\)/],
  ["another image", ledgerOf(), before, /release.image must be/],
  ["another image after a promotion", ledgerOf({ phase: "promoted" }), before, /release.image must be/],
])("decideStage() refuses %s with the way out", (_, ledger, image, text) => {
  const decision = decide(ledger, 1, 0, image);
  expect(decision).toMatchObject({ kind: "refuse", sentence: expect.stringMatching(text) });
  expect(decision.fix).toMatch(/./);
});

test("decideStage() refuses a stage that was not pinned", () => {
  expect(decide(ledgerOf(), 7, 0)).toEqual({
    kind: "refuse",
    sentence:
      "Cannot run stage 7 %: the stage must be one of the attempt's stages (1 %, 5 %, 20 %, 50 %, 100 %): got 7 %",
    fix: "stages are pinned when an attempt begins; a changed list counts from the next attempt on",
  });
});
