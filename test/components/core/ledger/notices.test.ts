import { noticed } from "../../../../components/core/ledger/notices";
import { parseLedger } from "../../../../components/ledger/ledger-schema";
import { ledgerOf, ledgerWithoutAttempt } from "../../../support/gate";

test("noticed() keeps the id of what a sink made, once, for the attempt under way", () => {
  const notice = { attempt: 3, sink: "slack", id: "C1 9.1" };
  const after = noticed(ledgerOf(), notice);
  expect(after?.attempt?.notices).toEqual({ slack: "C1 9.1" });
  expect(noticed(after as never, notice)).toBeUndefined();
  expect(noticed(after as never, { ...notice, sink: "github", id: "42" })?.attempt?.notices).toEqual({
    slack: "C1 9.1",
    github: "42",
  });
  expect(noticed(ledgerOf(), { ...notice, attempt: 4 })).toBeUndefined();
  expect(noticed(ledgerWithoutAttempt(), notice)).toBeUndefined();
  expect(parseLedger(JSON.stringify(after))).toEqual({ ledger: after });
});
