import { showBound } from "./slo";
import type { Slo } from "./slo";

/** Error budget of an objective, as it is now. */
export type BudgetFinding =
  | {
      readonly kind: "known";
      /** Share of the budget that is left; below 0 where more failed than may. */
      readonly remaining: number;
    }
  | { readonly kind: "unknown"; readonly problem: string }
  | { readonly kind: "not-asked"; readonly why: string };

/** {@link BudgetFinding} with its objective, as the gate gets it. */
export type BudgetFact = SloTerms & BudgetFinding;

/** The terms of an objective. */
type SloTerms = Pick<Slo, "name" | "target" | "windowSeconds" | "withinSeconds">;

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;

/** The objective in words. */
export function describeSlo({ name, target, windowSeconds, withinSeconds }: SloTerms): string {
  const within = withinSeconds === undefined ? "" : ` within ${showBound(withinSeconds)}`;
  return `${name} ${percent(target)}${within} over ${windowSeconds / 86_400}d`;
}

/** Share of a budget in words; what is overdrawn is told as such. */
export function showRemaining(remaining: number): string {
  const share = percent(Math.round(Math.abs(remaining) * 1000) / 1000);
  return remaining < 0 ? `overdrawn by ${share}` : `${share} left`;
}

/**
 * Reads the answers to the queries of a budget, the first that has one.
 * @param answers - shares that are left, one of each series
 */
export function readBudget(answers: readonly (readonly number[])[]): BudgetFinding {
  const found = answers.find((values) => values.length > 0);
  if (found === undefined) return { kind: "unknown", problem: "no series of it, and no request was counted" };
  const remaining = Math.min(...found);
  return Number.isFinite(remaining)
    ? { kind: "known", remaining }
    : { kind: "unknown", problem: "its series have no number" };
}

/** The error budget in one sentence. */
export function explainBudget(budget: BudgetFact): string {
  const what = describeSlo(budget);
  switch (budget.kind) {
    case "known":
      return `error budget of ${what}: ${showRemaining(budget.remaining)}`;
    case "unknown":
      return `error budget of ${what} cannot be read: ${budget.problem}`;
    case "not-asked":
      return `${what} is not asked: ${budget.why}`;
  }
}
