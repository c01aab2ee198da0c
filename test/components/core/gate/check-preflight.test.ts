import { checkPreflight } from "../../../../components/core/gate/check-preflight";
import { factsOf, factsWithout, routeOf } from "../../../support/gate";
import { nowSeconds, version } from "../../../support/preflight";

const missing = { kind: "missing", got: "none" } as const;
const record = {
  version,
  checklist: "canary",
  isGo: true,
  open: [],
  who: "anna",
  atSeconds: nowSeconds,
  untilSeconds: nowSeconds + 60,
};

test.each([
  ["none is demanded", undefined, 0, "none is demanded"],
  [
    "it is go",
    { kind: "valid", record } as const,
    0,
    "canary preflight was go at 2025-11-26T14:21:05.000Z, by anna",
  ],
  ["traffic is there already", missing, 5, "it was asked before traffic first rose"],
])("checkPreflight() lets pass where %s", (_, preflight, weight, fine) => {
  const facts = factsOf({ route: routeOf(weight), ...(preflight === undefined ? {} : { preflight }) });
  expect(checkPreflight(facts)).toEqual({ problems: [], fine });
});

test("checkPreflight() refuses before the first traffic, also where no route is seen", () => {
  const refusal = [
    {
      text: "the preflight must be go for this version: got none",
      fix: "sluice preflight prod shows what is open",
    },
  ];
  expect(checkPreflight(factsOf({ preflight: missing })).problems).toEqual(refusal);
  expect(checkPreflight(factsWithout("route", { preflight: missing })).problems).toEqual(refusal);
  expect(checkPreflight(factsWithout("ledger", { preflight: missing })).problems).toEqual([
    { ...refusal[0], fix: "sluice preflight ENV shows what is open" },
  ]);
});
