import { budgetOf } from "./slo";
import type { Slo } from "./slo";

const hour = 3600;
const day = 24 * hour;

/** Alert on the speed at which the budget burns: over a long window, and still over a short one. */
export interface BurnRate {
  readonly severity: "page" | "ticket";
  readonly longSeconds: number;
  /** A twelfth of the long window: the alert ends soon after the cause. */
  readonly shortSeconds: number;
  /** Multiple of the speed that would use the budget up exactly at the end of its window. */
  readonly factor: number;
}

/**
 * Shares of the budget that may be used within a window before somebody is told.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
const rows = [
  { severity: "page", longSeconds: hour, share: 0.02 },
  { severity: "page", longSeconds: 6 * hour, share: 0.05 },
  { severity: "ticket", longSeconds: day, share: 0.1 },
  { severity: "ticket", longSeconds: 3 * day, share: 0.1 },
] as const;

/** Burn rates of an objective, without those that even a total failure does not reach. */
export function burnRatesOf(slo: Slo): readonly BurnRate[] {
  return rows
    .map(({ severity, longSeconds, share }) => ({
      severity,
      longSeconds,
      shortSeconds: longSeconds / 12,
      factor: Number(((share * slo.windowSeconds) / longSeconds).toPrecision(6)),
    }))
    .filter(({ factor }) => factor * budgetOf(slo) < 1);
}

/** Windows of {@link burnRatesOf}, seconds, shortest first. */
export const burnWindows: readonly number[] = [
  ...new Set(rows.flatMap(({ longSeconds }) => [longSeconds / 12, longSeconds])),
].toSorted((a, b) => a - b);
