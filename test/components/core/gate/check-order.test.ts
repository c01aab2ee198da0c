import { checkOrder } from "../../../../components/core/gate/check-order";
import { attemptOf, factsOf, factsWithout, ledgerOf, routeOf } from "../../../support/gate";

const after = (...phases: Parameters<typeof attemptOf>) => ledgerOf({ attempt: attemptOf(...phases) });

test.each([
  { name: "first stage from 0", facts: factsOf() },
  { name: "first stage at its own weight", facts: factsOf({ route: routeOf(1) }) },
  {
    name: "next stage from the one before",
    facts: factsOf({ ledger: after(["passed"]), weight: 5, route: routeOf(1) }),
  },
  {
    name: "next stage at its own weight",
    facts: factsOf({ ledger: after(["passed"]), weight: 5, route: routeOf(5) }),
  },
  { name: "unknown live weight", facts: factsWithout("route") },
])("checkOrder() lets $name go", ({ facts }) => {
  expect(checkOrder(facts).problems).toEqual([]);
});

test.each([
  {
    name: "a jump",
    facts: factsOf({ weight: 50 }),
    text: "stage 20 % must have passed with this digest: got pending",
  },
  {
    name: "a stage before that was held",
    facts: factsOf({ ledger: after(["held"]), weight: 5, route: routeOf(1) }),
    text: "stage 1 % must have passed with this digest: got held",
  },
  {
    name: "a live weight that is neither stage's",
    facts: factsOf({ ledger: after(["passed"]), weight: 5, route: routeOf(0) }),
    text: "live weight must be 1 % or 5 %: got 0 %",
  },
  {
    name: "a live weight above",
    facts: factsOf({ route: routeOf(20) }),
    text: "live weight must be 0 % or 1 %: got 20 %",
  },
  {
    name: "a stage that was not pinned",
    facts: factsOf({ weight: 7 }),
    text: "stage must be one of the attempt's stages (1 %, 5 %, 20 %, 50 %, 100 %): got 7 %",
  },
  {
    name: "a stage without release",
    facts: factsWithout("ledger"),
    text: "stage must be one of the attempt's stages (none): got 1 %",
  },
])("checkOrder() refuses $name", ({ facts, text }) => {
  expect(checkOrder(facts).problems.map((one) => one.text)).toEqual([text]);
});
