import { describeSlo, explainBudget, showRemaining } from "../slo/budget";
import type { BudgetFact } from "../slo/budget";
import type { GateFacts } from "./facts";
import { fine } from "./finding";
import type { Finding } from "./finding";

/** Problem of one budget before the first traffic. */
function findProblem(budget: BudgetFact): Finding["problems"] {
  const what = describeSlo(budget);
  if (budget.kind === "unknown")
    return [
      {
        text: `the error budget of ${what} must be readable: got ${budget.problem}`,
        fix: `load the rules that sluice slo ENV --rules writes into Prometheus, or set sluice:slos.${budget.name}.budgetQuery`,
        track: "stable",
      },
    ];
  if (budget.kind === "not-asked" || budget.remaining > 0) return [];
  return [
    {
      text: `the error budget of ${what} must not be used up: got ${showRemaining(budget.remaining)}`,
      fix: "release what makes the service reliable, with release.profile hotfix or release.emergency; else wait",
      track: "stable",
    },
  ];
}

/**
 * Check `budget`: where `sluice:slos` has objectives, no error budget of theirs is used up when traffic first rises. What
 * has traffic goes on. A budget is the service's, so `release.emergency` waives it.
 */
export function checkBudget({ budgets = [], route }: GateFacts): Finding {
  if (budgets.length === 0) return fine("no objective is set");
  const isAsked = budgets.some(({ kind }) => kind !== "not-asked");
  if (isAsked && route !== undefined && route.weight > 0)
    return fine("it was asked before traffic first rose");
  const problems = budgets.flatMap(findProblem);
  return problems.length === 0 ? fine(budgets.map(explainBudget).join("; ")) : { problems, fine: "" };
}
