import { afterPause, decidePause, decideResume } from "../../../../components/core/commands/decide-pause";
import { ledgerOf, ledgerWithoutAttempt, pausedLedger } from "../../../support/gate";

const intent = { from: 5, to: 20, epoch: "2.y", atSeconds: 1, by: "prod-canary-20" };

test.each([
  ["a running one", ledgerOf({ weight: 5 }), "act", "Paused at 5 %: nothing rises"],
  ["one that waits for promotion", ledgerOf({ phase: "passed", weight: 100 }), "act", "Paused at 100 %"],
  [
    "an announced raise",
    ledgerOf({ weight: 5, intent }),
    "act",
    "the write of 20 % was announced before and may still come",
  ],
  [
    "an announced structural write",
    ledgerOf({ weight: 5, intent: { ...intent, to: 5 } }),
    "act",
    "may abort",
  ],
  [
    "one that is paused",
    pausedLedger(),
    "no-op",
    "Already paused by anna@laptop at 2025-11-26T14:21:05Z: a sale",
  ],
  ["a promotion", ledgerOf({ phase: "promoting" }), "refuse", "got promoting"],
  ["a promoted one", ledgerOf({ phase: "promoted" }), "refuse", "a release must be under way: got promoted"],
  ["one without an attempt", ledgerWithoutAttempt({ phase: "held" }), "refuse", "no attempt is known"],
])("decidePause() of %s", (_, ledger, kind, text) => {
  const decision = decidePause(ledger);
  expect(decision).toMatchObject({ kind, sentence: expect.stringContaining(text) });
  expect(decision.steps).toEqual(kind === "act" ? ["record"] : []);
  // A pause never advises what takes traffic off.
  expect(decision.sentence).not.toContain("sluice abort");
});

test.each([
  ["one that is paused", pausedLedger(), "act", "Resumed; it was paused by anna@laptop"],
  ["one that is not", ledgerOf(), "no-op", "Nobody paused the release"],
  ["an aborted one", pausedLedger({ phase: "aborted" }), "no-op", "nothing to resume"],
])("decideResume() of %s", (_, ledger, kind, text) => {
  expect(decideResume(ledger)).toMatchObject({ kind, sentence: expect.stringContaining(text) });
});

test("afterPause() names the commands that exist for it", () => {
  expect(afterPause(pausedLedger())).toEqual([
    "sluice resume prod --reason TEXT",
    "sluice abort prod --reason TEXT",
  ]);
  expect(afterPause(ledgerOf())).toEqual(["sluice rollout prod"]);
  expect(afterPause(ledgerOf({ phase: "aborted" }))).toEqual(["sluice status prod"]);
});
