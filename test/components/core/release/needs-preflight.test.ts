import { needsPreflight } from "../../../../components/core/release/needs-preflight";
import { before, imageOf, ledgerOf, released } from "../../../support/gate";

const promoted = [{ image: before }, { image: released }];

test.each([
  ["nothing was ever released", undefined, true],
  ["this version is under way", ledgerOf({ weight: 5 }), false],
  ["another one is under way", ledgerOf({ attempt: { ...ledgerOf().attempt!, image: imageOf("c") } }), true],
  ["it is promoted", ledgerOf({ phase: "promoted", promoted }), false],
  ["another one is promoted", ledgerOf({ phase: "promoted" }), true],
  ["it was aborted", ledgerOf({ phase: "aborted", promoted }), true],
])("needsPreflight() where %s", (_, ledger, needs) => {
  expect(needsPreflight(ledger, { image: released })).toBe(needs);
});
