import { recordOwnersStopped } from "../../../../components/core/ledger/owners-stopped";
import { parseLedger } from "../../../../components/ledger/ledger-schema";
import { ledgerOf } from "../../../support/gate";

test("recordOwnersStopped() keeps who said what of which objects, the last 20", () => {
  const word = { atSeconds: 7, who: "anna@laptop", reason: "removed from the chart", objects: ["a of b"] };
  const { ledger, event } = recordOwnersStopped(ledgerOf({}), word);
  expect(ledger.ownersStopped).toEqual([word]);
  expect(event).toEqual({
    type: "Normal",
    reason: "ForeignOwnerStopped",
    message: "anna@laptop says that owners have let go of a of b: removed from the chart",
  });
  expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
  const full = { ...ledger, ownersStopped: Array.from({ length: 20 }, () => word) };
  expect(recordOwnersStopped(full, word).ledger.ownersStopped).toHaveLength(20);
});
