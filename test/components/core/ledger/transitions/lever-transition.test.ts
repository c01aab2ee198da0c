import { leverTaken } from "../../../../../components/core/ledger/transitions/lever-transition";
import { parseLedger } from "../../../../../components/ledger/ledger-schema";
import { attemptOf, ledgerOf, released } from "../../../../support/gate";

const lever = {
  kind: "fail",
  reason: "5 % errors",
  because: "the write was refused",
  services: ["app-canary"],
  nowSeconds: 2000,
} as const;
const soaking = ledgerOf({ weight: 20, attempt: attemptOf(["passed", "passed", "soaking"]) });

test("leverTaken() ends the attempt and leaves the weight that the route still has", () => {
  const { ledger, event } = leverTaken(soaking, lever);
  expect(ledger).toMatchObject({
    phase: "aborted",
    weight: 20,
    epoch: soaking.epoch,
    moves: [],
    aborted: [{ image: released }],
    attempt: { endReason: "fail: 5 % errors", endedAtSeconds: 2000 },
  });
  expect(event).toEqual({
    type: "Warning",
    reason: "SecondLever",
    message:
      "All traffic is sent to stable by Service app-canary, the route still has 20 %: the write was refused (fail: 5 % errors)",
  });
  expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
});

test("leverTaken() keeps an attempt that has ended, and the text that was given to abort", () => {
  const ended = leverTaken(soaking, { ...lever, kind: "abort", reason: "checkout is slow" }).ledger;
  expect(ended.attempt?.endReason).toBe("checkout is slow");
  for (const ledger of [ended, { ...ended, phase: "promoted" as const }])
    expect(leverTaken(ledger, lever).ledger).toBe(ledger);
});

test("leverTaken() leaves a promotion to an abort by a person", () => {
  const promoting = { ...soaking, phase: "promoting" as const };
  expect(() => leverTaken(promoting, lever)).toThrow(/must be progressing or held or passed: got promoting/);
  expect(leverTaken(promoting, { ...lever, kind: "abort" }).ledger.phase).toBe("aborted");
});
