import { findLaterAttempt } from "../../../../components/core/ledger/later-attempt";
import { attemptOf, ledgerOf } from "../../../support/gate";

const ledger = ledgerOf({ attempt: attemptOf([], { number: 4 }), epoch: "12-abc" });

test.each([
  ["of the attempt itself", { attempt: 4, epoch: "12-fff" }, undefined],
  ["of the one before", { attempt: 3, epoch: "10-fff" }, 4],
  ["of the one before, by the second lever", { attempt: 3 }, 4],
  ["before there was one", { attempt: 0, epoch: "1-fff" }, 4],
  ["of a ledger that was rebuilt since", { attempt: 9, epoch: "13-fff" }, undefined],
  ["of an attempt that was not known, after every recorded write", { epoch: "13-fff" }, undefined],
  ["of an attempt that was not known, before a recorded write", { epoch: "10-fff" }, 4],
  ["of an attempt that was not known, taken over before another began", { epoch: "12-abc" }, 4],
  ["of which nothing is known", {}, undefined],
])("findLaterAttempt() for a write of weight 0 %s", (_, zero, expected) => {
  expect(findLaterAttempt(ledger, zero)).toBe(expected);
});

test("findLaterAttempt() knows none where the ledger has no attempt, or it ended, or is not known", () => {
  expect(findLaterAttempt(undefined, { attempt: 0 })).toBeUndefined();
  const { attempt: _, ...bare } = ledger;
  expect(findLaterAttempt(bare, { attempt: 0 })).toBeUndefined();
  expect(
    findLaterAttempt(ledgerOf({ phase: "aborted", epoch: "12-abc" }), { epoch: "10-a" }),
  ).toBeUndefined();
});
