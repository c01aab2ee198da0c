import type { Precedent } from "../problem";
import type { GateFacts } from "./facts";
import type { Finding } from "./finding";

/**
 * Result of a check: `pass`; `refuse` (traffic may not move); `pending` (decided in the shift's second gate);
 * `waived` (would refuse, an emergency, a rollback or a person allows it); `report` (would refuse a raise, but nothing rises).
 */
export const checkResults = ["pass", "refuse", "pending", "waived", "report"] as const;

/** One of {@link checkResults}. */
export type CheckResult = (typeof checkResults)[number];

/** Check with its finding and, where it refuses, the way out. */
export interface Check {
  /** Name of the check in {@link gateChecks}. */
  readonly id: string;
  readonly result: CheckResult;
  /** Finding of the check, one sentence without final period. */
  readonly text: string;
  /** Way out, imperative. */
  readonly fix?: string;
  readonly awaits?: Precedent;
}

/** A check of the gate: a line of {@link gateChecks}. */
export interface GateCheck<Id extends string = string> {
  readonly id: Id;
  /** Demand of the check, for people. */
  readonly demands: string;
  readonly assess: (facts: GateFacts) => Finding;
  /** It refuses also where the live weight is the stage's already. @default false */
  readonly always?: boolean;
  /** Going back to a release that was promoted before does not need it. @default false */
  readonly waivedByRollback?: boolean;
  /** Nor does it need what is stable's alone: the version that is left behind may be broken. @default false */
  readonly waivedByRollbackOnStable?: boolean;
  /** A person's approval of a hotfix may name it; never for what the canary itself shows. @default false */
  readonly waivedByHotfix?: boolean;
}
