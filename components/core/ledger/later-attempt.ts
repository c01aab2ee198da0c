import { compareEpochs } from "../routers/epoch";
import type { Ledger } from "./ledger";

/** A write of weight 0 that is not recorded yet. */
export interface UnrecordedZero {
  /** Number of the attempt whose traffic it took; 0 where there was none. @default not known */
  readonly attempt?: number | undefined;
  /** Epoch of the route after it. @default the route was not written */
  readonly epoch?: string | undefined;
}

/**
 * Number of an attempt that began after a write of weight 0: the write says nothing of its traffic, and must not end it,
 * as where a machine slept between write and record.
 * @returns undefined where the ledger is still of the attempt whose traffic it took, or is not known
 */
export function findLaterAttempt(
  ledger: Ledger | undefined,
  { attempt, epoch }: UnrecordedZero,
): number | undefined {
  if (ledger === undefined) return undefined;
  const now = ledger.attempt?.number ?? 0;
  const isLater = attempt === undefined ? hasGoneOn(ledger, epoch) : now > attempt;
  return isLater ? now : undefined;
}

/** Whether a ledger is beyond a write of weight 0; one that has its epoch has taken it over, which ended the attempt. */
function hasGoneOn({ phase, epoch }: Ledger, zero: string | undefined): boolean {
  if (zero === undefined || phase === "aborted") return false;
  return compareEpochs(epoch, zero) > 0 || (epoch === zero && phase !== "promoted");
}
