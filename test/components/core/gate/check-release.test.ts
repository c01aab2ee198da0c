import { checkNoDrift } from "../../../../components/core/gate/check-no-drift";
import { checkNotAborted } from "../../../../components/core/gate/check-not-aborted";
import { checkRelease } from "../../../../components/core/gate/check-release";
import {
  attemptOf,
  factsOf,
  factsWithout,
  ledgerOf,
  ledgerWithoutAttempt,
  released,
} from "../../../support/gate";

test("checkRelease() takes the same digest under another name", () => {
  const image = released.replace("registry.example.org", "mirror.example.org");
  expect(checkRelease(factsOf({ wanted: { image } })).problems).toEqual([]);
});

test("checkRelease() refuses where no release is under way, and names the way out", () => {
  expect(checkRelease(factsWithout("ledger")).problems).toEqual([
    {
      text: `this checkout must be the release under way: got ${released}, and no release is under way`,
      fix: "run the base stack's up first, which starts the release",
      awaits: "turn",
    },
  ]);
});

test.each([
  [
    "its reason",
    ledgerOf({ phase: "aborted", attempt: attemptOf([], { endReason: "fail: 5 of 9" }) }),
    "attempt 3 must not be aborted: got aborted (fail: 5 of 9)",
  ],
  [
    "that none is known",
    ledgerWithoutAttempt({ phase: "aborted" }),
    "attempt ? must not be aborted: got aborted (no reason recorded)",
  ],
])("checkNotAborted() names %s", (_, ledger, text) => {
  expect(checkNotAborted(factsOf({ ledger })).problems[0]?.text).toBe(text);
});

test("checkNotAborted() and checkNoDrift() have nothing against a cluster without ledger", () => {
  const facts = factsWithout("ledger");
  expect(checkNotAborted(facts).problems).toEqual([]);
  expect(checkNoDrift(facts)).toEqual({ problems: [], fine: "live weight and epoch are the ledger's (0 %)" });
});
