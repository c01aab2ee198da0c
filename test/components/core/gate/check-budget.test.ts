import { assessGate } from "../../../../components/core/gate/assess-gate";
import { checkBudget } from "../../../../components/core/gate/check-budget";
import type { BudgetFinding } from "../../../../components/core/slo/budget";
import { factsOf, factsWithout, routeOf } from "../../../support/gate";

const slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 } as const;
const known = (remaining: number): BudgetFinding => ({ kind: "known", remaining });

test.each<[string, BudgetFinding | undefined, number, string]>([
  ["no objective is set", undefined, 0, "no objective is set"],
  ["some is left", known(0.01), 0, "error budget of availability 99.9 % over 30d: 1 % left"],
  ["traffic is there already", known(-1), 5, "it was asked before traffic first rose"],
  [
    "a rollback does not ask",
    { kind: "not-asked", why: "this is a rollback" },
    0,
    "availability 99.9 % over 30d is not asked: this is a rollback",
  ],
])("checkBudget() lets pass where %s", (_, finding, weight, fine) => {
  const budget = finding === undefined ? {} : { budgets: [{ ...slo, ...finding }] };
  expect(checkBudget(factsOf({ route: routeOf(weight), ...budget }))).toEqual({ problems: [], fine });
});

test("checkBudget() refuses a budget that is used up or not readable, before the first traffic", () => {
  const refused = (finding: BudgetFinding) =>
    checkBudget(factsWithout("route", { budgets: [{ ...slo, ...finding }] })).problems;
  expect(refused(known(0))).toMatchObject([
    { text: "the error budget of availability 99.9 % over 30d must not be used up: got 0 % left" },
  ]);
  expect(refused(known(-0.5))[0]?.fix).toContain("release.profile hotfix");
  expect(refused({ kind: "unknown", problem: "no answer" })).toMatchObject([
    { text: "the error budget of availability 99.9 % over 30d must be readable: got no answer" },
  ]);
});

test("checkBudget() refuses the one of several budgets that is used up, and names all that are", () => {
  const slow = { ...slo, name: "latency", withinSeconds: 0.25 } as const;
  const of = (first: BudgetFinding, second: BudgetFinding) =>
    checkBudget(
      factsWithout("route", {
        budgets: [
          { ...slo, ...first },
          { ...slow, ...second },
        ],
      }),
    );
  expect(of(known(0.5), known(0.2)).fine).toBe(
    "error budget of availability 99.9 % over 30d: 50 % left; error budget of latency 99.9 % within 250ms over 30d: 20 % left",
  );
  expect(of(known(0.5), known(-0.2)).problems.map(({ text }) => text)).toEqual([
    "the error budget of latency 99.9 % within 250ms over 30d must not be used up: got overdrawn by 20 %",
  ]);
  const unread = of(known(0), { kind: "unknown", problem: "no bucket ends at 250ms" }).problems;
  expect(unread).toHaveLength(2);
  expect(unread[1]?.fix).toContain("sluice:slos.latency.budgetQuery");
});

test("an emergency waives it: the budget is the service's", () => {
  const emergency = { reason: "leak", expires: "2026-11-22T00:00:00Z", expired: false };
  const { checks } = assessGate(factsOf({ budgets: [{ ...slo, ...known(-1) }], emergency }));
  expect(checks.find(({ id }) => id === "budget")).toMatchObject({ result: "waived" });
});
