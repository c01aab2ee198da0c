import * as fc from "fast-check";
import { notePoint } from "../../../../components/core/ledger/note-point";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import type { Evidence } from "../../../../components/core/verdict/index";
import { attemptOf, ledgerOf, ledgerWithoutAttempt } from "../../../support/gate";

const evidenceOf = (requests: number, lnE = 0.123): Evidence =>
  ({
    stage: { weight: 5, canary: { requests, errors: 1 }, stable: { requests: 9 * requests, errors: 2 } },
    trimmedLnE: lnE,
    failAt: 4.605,
    lnP: -Infinity,
    passAt: 2.9957,
  }) as unknown as Evidence;

const running = ledgerOf({ attempt: attemptOf(["passed", "soaking"]) });

const trailOf = ({ attempt }: Ledger, key = "5") =>
  attempt?.stages.find((stage) => stage.key === key)?.trail ?? { points: [] };

function after(times: readonly number[]): Ledger {
  return times.reduce((ledger, at) => notePoint(ledger, "5", evidenceOf(at), at), running);
}

test("notePoint() notes counts and evidence of the stage, and of no other", () => {
  const ledger = notePoint(running, "5", evidenceOf(100), 1000.004);
  expect(trailOf(ledger)).toEqual({
    failAt: 4.61,
    passAt: 3,
    points: [[1000, 100, 1, 900, 2, 0.12, 0]],
  });
  expect(trailOf(ledger, "1")).toEqual({ points: [] });
});

test("notePoint() leaves a ledger without attempt or stage as it is", () => {
  const bare = ledgerWithoutAttempt();
  expect(notePoint(bare, "5", evidenceOf(1), 1)).toBe(bare);
  const { stage: _, ...without } = evidenceOf(1);
  expect(notePoint(running, "5", without, 1)).toBe(running);
});

test("notePoint() keeps at most 60 points of any soak: its first, its last, and about as far apart", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 60 }), (ticks, every) => {
      const times = Array.from({ length: ticks }, (_, index) => index * every);
      const { points } = trailOf(after(times));
      const kept = points.map(([at]) => at);
      expect(kept.length).toBeLessThanOrEqual(60);
      expect(kept[0]).toBe(0);
      expect(kept.at(-1)).toBe(times.at(-1));
      expect(kept).toEqual(kept.toSorted((a, b) => a - b));
      if (ticks > 60) expect(kept.length).toBeGreaterThanOrEqual(30);
    }),
    { numRuns: 30 },
  );
});
