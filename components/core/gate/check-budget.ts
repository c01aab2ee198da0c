import { describeSlo, explainBudget, showRemaining } from "../slo/budget";
import type { GateFacts } from "./facts";
import { fine } from "./finding";
import type { Finding } from "./finding";

/**
 * Check `budget`: where `sluice:slos` has an objective, its error budget is not used up when traffic first rises. What
 * has traffic goes on. The budget is the service's, so `release.emergency` waives it.
 */
export function checkBudget({ budget, route }: GateFacts): Finding {
  if (budget === undefined) return fine("no objective is set");
  const what = describeSlo(budget);
  if (budget.kind === "not-asked") return fine(explainBudget(budget));
  if (route !== undefined && route.weight > 0) return fine("it was asked before traffic first rose");
  const refuse = (text: string, fix: string): Finding => ({
    problems: [{ text, fix, track: "stable" }],
    fine: "",
  });
  if (budget.kind === "unknown")
    return refuse(
      `the error budget of ${what} must be readable: got ${budget.problem}`,
      "load the rules that sluice slo ENV --rules writes into Prometheus, or set sluice:slos.availability.budgetQuery",
    );
  return budget.remaining > 0
    ? fine(explainBudget(budget))
    : refuse(
        `the error budget of ${what} must not be used up: got ${showRemaining(budget.remaining)}`,
        "release what makes the service reliable, with release.profile hotfix or release.emergency; else wait",
      );
}
