import {
  servicesTurned,
  takeoverBegun,
  takeoverUndone,
} from "../../../../components/core/takeover/takeover-transition";
import { parseLedger } from "../../../../components/ledger/ledger-schema";
import { ledgerOf } from "../../../support/gate";

const record = { deployment: "web", pods: 2, selectors: { front: { app: "x" } }, budgets: ["web"] };

test("a takeover is in the ledger from its begin until it is undone, and a stored ledger keeps it", () => {
  const begun = takeoverBegun(ledgerOf({ epoch: "4-a" }), record);
  expect(begun.event.message).toBe("Stable takes the place of Deployment web, Service front");
  const turned = servicesTurned(begun.ledger, 7);
  expect(turned).toMatchObject({
    ledger: { takeover: { ...record, turnedAtSeconds: 7 } },
    event: { message: "Services lead elsewhere: front" },
  });
  const stored = parseLedger(JSON.stringify(turned?.ledger));
  expect(stored).toMatchObject({ ledger: { takeover: { turnedAtSeconds: 7 } } });
  const about = servicesTurned(turned?.ledger ?? begun.ledger, undefined);
  expect(about?.ledger.takeover).toEqual(record);
  expect(about?.event.message).toBe("Services are about to lead elsewhere: front");
  const undone = takeoverUndone(begun.ledger);
  expect(undone?.ledger).toMatchObject({ epoch: "" });
  expect(undone?.ledger).not.toHaveProperty("takeover");
  expect(undone?.event.message).toBe("Deployment web, Service front serve again as before");
});

test("a ledger without a takeover has none to turn or to undo", () => {
  expect(servicesTurned(ledgerOf(), 1)).toBeUndefined();
  expect(takeoverUndone(ledgerOf())).toBeUndefined();
});
