/** Names of the gate's checks, in the order in which they are reported. */
export const checkIds = [
  "release",
  "order",
  "not-aborted",
  "no-drift",
  "digest",
  "capacity",
  "route",
  "path",
  "metrics",
  "verdict",
  "common-cause",
] as const;

/** Name of one check of the gate. */
export type CheckId = (typeof checkIds)[number];

/**
 * What a check says: `pass`; `refuse` (traffic may not move); `pending` (decided in the shift's second gate);
 * `waived` (would refuse, an emergency or a rollback allows it); `report` (would refuse a raise, but nothing rises).
 */
export type CheckResult = "pass" | "refuse" | "pending" | "waived" | "report";

/** One check with what was found and, where it refuses, the way out. */
export interface Check {
  readonly id: CheckId;
  readonly result: CheckResult;
  /** What was found, one sentence without final period. */
  readonly finding: string;
  /** What to do about it. */
  readonly wayOut?: string;
}
