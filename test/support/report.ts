import { recordOf } from "../../components/core/report/record";
import type { AttemptRecord } from "../../components/core/report/record";
import type { Attempt, Ledger, StageRecord } from "../../components/core/ledger/ledger";
import { attemptOf, ledgerOf } from "./gate";

/** Begin of the attempt in the tests of reports, seconds since the epoch: 2026-01-01T10:00:00Z. */
export const begunAtSeconds = 1_767_261_600;

const at = (minutes: number): number => begunAtSeconds + minutes * 60;

const [, second, ...rest] = attemptOf().stages as [StageRecord, StageRecord, ...StageRecord[]];

/** A stage that passed with points of its evidence. */
export const passedStage: StageRecord = {
  ...(attemptOf().stages[0] as StageRecord),
  phase: "passed",
  startedAtSeconds: at(1),
  endedAtSeconds: at(6),
  verdict: {
    kind: "pass",
    basis: "errorBound",
    sentence: "0 of 100 canary requests failed",
    canary: { requests: 100, errors: 0 },
    stable: { requests: 9900, errors: 10 },
    lnE: -0.5,
    lnP: 3.2,
  },
  trail: {
    failAt: 4.61,
    passAt: 3,
    points: [
      [at(2), 20, 0, 2000, 2, -0.1, 0.6],
      [at(4), 60, 0, 6000, 6, -0.3, 1.9],
    ],
  },
};

/** A stage that failed. */
export const failedStage: StageRecord = {
  ...second,
  phase: "failed",
  startedAtSeconds: at(6),
  endedAtSeconds: at(9),
  verdict: {
    kind: "fail",
    basis: "relative",
    sentence: "50 of 100 canary requests failed",
    canary: { requests: 100, errors: 50 },
    stable: { requests: 1900, errors: 19 },
    lnE: 5.2,
    lnP: 0,
  },
  trail: {
    failAt: 4.61,
    passAt: 3,
    points: [
      [at(7), 20, 9, 400, 4, 1.4, 0],
      [at(8), 60, 30, 1200, 12, 3.9, 0],
    ],
  },
};

/** Record of an attempt with all that a report has room for: taken back at its second stage. */
export function recordWith(attempt: Partial<Attempt> = {}, ledger: Partial<Ledger> = {}): AttemptRecord {
  const move = { atSeconds: at(1), from: 0, to: 1, by: "prod-canary-1", reason: "gate passed" };
  return recordOf(
    ledgerOf({
      phase: "aborted",
      moves: [
        { ...move, atSeconds: at(-60), reason: "of the attempt before" },
        { ...move, who: "anna@laptop" },
        { ...move, atSeconds: at(6), from: 1, to: 5, waived: ["order"] },
        { ...move, atSeconds: at(9), from: 5, to: 0, by: "sluice abort", reason: "fail: too many errors" },
      ],
      attempt: attemptOf([], {
        stages: [passedStage, failedStage, ...rest],
        startedAtSeconds: begunAtSeconds,
        endedAtSeconds: at(9),
        endReason: "fail: too many errors",
        ...attempt,
      }),
      ...ledger,
    }),
  ) as AttemptRecord;
}
