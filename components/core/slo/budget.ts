import { budgetOf, showBound } from "./slo";
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

const rounded = (share: number): string => percent(Math.round(share * 1000) / 1000);

/** The objective in words. */
export function describeSlo({ name, target, windowSeconds, withinSeconds }: SloTerms): string {
  const within = withinSeconds === undefined ? "" : ` within ${showBound(withinSeconds)}`;
  return `${name} ${percent(target)}${within} over ${windowSeconds / 86_400}d`;
}

/** Share of a budget in words; what is overdrawn is told as such. */
export function showRemaining(remaining: number): string {
  const share = rounded(Math.abs(remaining));
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

/** Requests of its window that an error budget still allows to miss the objective, at this rate; 0 where it is used up. */
const allowedBy = ({ remaining, ...terms }: SloTerms & { readonly remaining: number }, perSecond: number) =>
  Math.max(0, remaining) * budgetOf(terms) * perSecond * terms.windowSeconds;

/**
 * Part of the error budgets that a release may use, in one sentence; undefined where none was read.
 * @param requestsPerSecond - today's; undefined where that is not known
 */
export function explainAllowance(
  budgets: readonly BudgetFact[],
  requestsPerSecond: number | undefined,
): string | undefined {
  const parts = budgets.flatMap((budget) => {
    if (budget.kind !== "known") return [];
    const of = `of the error budget of ${describeSlo(budget)}`;
    if (budget.remaining <= 0) return [`nothing ${of}: ${showRemaining(budget.remaining)}`];
    const kind = budget.withinSeconds === undefined ? "failed" : "slow";
    const requests =
      requestsPerSecond === undefined
        ? ""
        : `, about ${Number(allowedBy(budget, requestsPerSecond).toPrecision(2))} ${kind} requests at today's ${requestsPerSecond.toFixed(1)} requests/s`;
    return [`${rounded(budget.remaining)} ${of}${requests}`];
  });
  return parts.length === 0 ? undefined : `this release may use ${parts.join("; and ")}`;
}

/** An objective, and what is left of its error budget. */
export function describeBudget(budget: BudgetFact): string {
  return budget.kind === "known"
    ? `${describeSlo(budget)}: ${showRemaining(budget.remaining)}`
    : explainBudget(budget);
}

/** The error budget in one sentence. */
export function explainBudget(budget: BudgetFact): string {
  const what = describeSlo(budget);
  switch (budget.kind) {
    case "known":
      return `error budget of ${describeBudget(budget)}`;
    case "unknown":
      return `error budget of ${what} cannot be read: ${budget.problem}`;
    case "not-asked":
      return `${what} is not asked: ${budget.why}`;
  }
}
