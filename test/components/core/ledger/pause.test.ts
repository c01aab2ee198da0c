import { startAttempt } from "../../../../components/core/ledger/transitions/attempt-transition";
import {
  demandUnpaused,
  explainPause,
  findPaused,
  pauseOf,
  paused,
  resumed,
} from "../../../../components/core/ledger/pause";
import { zeroWritten } from "../../../../components/core/ledger/transitions/weight-transition";
import { weightStage } from "../../../../components/core/stage/exposure";
import { attemptOf, before, imageOf, ledgerOf, pause, pausedLedger } from "../../../support/gate";

const word = { who: "bert@desk", reason: "all is well", nowSeconds: 1_764_170_000 };
const ended = { ...pause, resumed: { atSeconds: 2, who: "anna@laptop", reason: "over" } };

test.each(["progressing", "held", "passed"] as const)(
  "paused() is recorded while %s, with person and reason",
  (phase) => {
    const { ledger, event } = paused(ledgerOf({ phase, weight: 5 }), word);
    expect(pauseOf(ledger)).toEqual({ atSeconds: word.nowSeconds, who: "bert@desk", reason: "all is well" });
    expect(ledger).toMatchObject({ phase, weight: 5 });
    expect(event).toEqual({
      type: "Warning",
      reason: "Paused",
      message: "Attempt 3 stays at 5 %: paused by bert@desk at 2025-11-26T15:13:20Z: all is well",
    });
  },
);

test.each([
  ["promoting", ledgerOf({ phase: "promoting" }), "ledger.phase must be progressing or held or passed"],
  ["paused already", pausedLedger(), "it must not be paused already"],
])("paused() refuses a release that is %s", (_, ledger, text) => {
  expect(() => paused(ledger, word)).toThrow(text);
});

test("resumed() ends the pause and keeps who did what, when and why", () => {
  const { ledger, event } = resumed(pausedLedger(), word);
  expect(pauseOf(ledger)).toBeUndefined();
  expect(ledger.attempt?.pauses).toEqual([
    { ...pause, resumed: { atSeconds: word.nowSeconds, who: "bert@desk", reason: "all is well" } },
  ]);
  expect(event).toMatchObject({ type: "Normal", reason: "Resumed" });
  expect(() => resumed(ledger, word)).toThrow("it must be paused");
  expect(paused(ledger, word).ledger.attempt?.pauses).toHaveLength(2);
});

test("at most 20 pauses of an attempt are kept", () => {
  const ledger = ledgerOf({ attempt: attemptOf([], { pauses: Array.from({ length: 20 }, () => ended) }) });
  const { pauses = [] } = paused(ledger, word).ledger.attempt ?? {};
  expect(pauses).toHaveLength(20);
  expect(pauses.at(-1)).toMatchObject({ who: "bert@desk" });
});

test.each([
  ["without a ledger", undefined],
  ["never paused", ledgerOf()],
  ["resumed", pausedLedger({}, ended)],
  ["aborted since", pausedLedger({ phase: "aborted" })],
  ["promoted since", pausedLedger({ phase: "promoted" })],
])("no pause is in force: %s", (_, ledger) => {
  expect(pauseOf(ledger)).toBeUndefined();
  expect(findPaused(ledger)).toBeUndefined();
});

test("an abort ends the pause with its attempt, and the next attempt begins without one", () => {
  const zero = { kind: "abort", reason: "enough", epoch: "2.y", by: "sluice abort", nowSeconds: 9 } as const;
  const { ledger } = zeroWritten(pausedLedger({ weight: 5 }), zero);
  expect(pauseOf(ledger)).toBeUndefined();
  const next = { image: imageOf("c"), stages: [{ ...weightStage(5), soakSeconds: 1 }], objectives: {} };
  const started = startAttempt(ledger, { ...next, epoch: "3.z", nowSeconds: 10, stable: { image: before } });
  expect(started.ledger.attempt?.pauses).toBeUndefined();
});

test("demandUnpaused() refuses by the ledger that is written to, naming who, when, why and the way out", () => {
  expect(() => demandUnpaused(ledgerOf(), "promote")).not.toThrow();
  expect(() => demandUnpaused(pausedLedger(), "promote")).toThrow(
    expect.objectContaining({
      end: "refused",
      isPaused: true,
      message: `Cannot promote "app": the release must not be paused: got ${explainPause(pause)}\n  → sluice resume prod --reason TEXT`,
    }),
  );
  expect(explainPause(pause)).toBe("paused by anna@laptop at 2025-11-26T14:21:05Z: a sale");
});
