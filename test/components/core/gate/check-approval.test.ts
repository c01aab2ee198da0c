import { checkApproval } from "../../../../components/core/gate/check-approval";
import { factsOf, ledgerOf, pausedLedger } from "../../../support/gate";

const approval = { stage: "5", version: "v", settings: "s", who: "anna", reason: "fine", atSeconds: 0 };
const missing = { kind: "missing", got: "none" } as const;

test("checkApproval() is fine where nobody paused and nobody has to approve", () => {
  expect(checkApproval(factsOf())).toEqual({ problems: [], fine: "nobody paused the release" });
});

test("checkApproval() names who approved", () => {
  expect(checkApproval(factsOf({ approval: { kind: "valid", approval } })).fine).toBe(
    "nobody paused the release; approved by anna at 1970-01-01T00:00:00.000Z: fine",
  );
});

test("checkApproval() refuses without an approval, with the command, and names a pause as well", () => {
  const { problems } = checkApproval(factsOf({ ledger: ledgerOf(), key: "5", approval: missing }));
  expect(problems).toEqual([
    {
      text: "stage 5 must be approved by a person: got none",
      fix: "sluice approve prod --stage 5 --reason TEXT",
    },
  ]);
  expect(checkApproval(factsOf({ ledger: pausedLedger(), approval: missing })).problems).toHaveLength(2);
});
