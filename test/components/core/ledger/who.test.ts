import { startAttempt } from "../../../../components/core/ledger/transitions/attempt-transition";
import { confirmMove } from "../../../../components/core/ledger/transitions/weight-transition";
import { A, B, ledger, now, stages } from "../release/world";

const lock = {
  id: "1",
  bootId: "b",
  pidNamespace: "p",
  pid: 7,
  processStart: "1",
  stack: "prod",
  who: "anna@laptop",
  renewal: 0,
};

test("an attempt and its moves name who has the lock", () => {
  const start = { image: B, stages, objectives: {}, epoch: "7-x", stable: { image: A }, nowSeconds: now };
  const begun = startAttempt(ledger({ phase: "promoted", lock }), start).ledger;
  expect(begun.attempt?.startedBy).toBe("anna@laptop");
  const intent = { from: 0, to: 1, epoch: "8-y", atSeconds: now, by: "prod-canary-1" };
  const moved = confirmMove({ ...begun, intent }, { to: 1, epoch: "8-y", reason: "open", nowSeconds: now });
  expect(moved.ledger.moves.at(-1)).toMatchObject({ by: "prod-canary-1", who: "anna@laptop" });
});
