import { isRunning } from "./ledger";
import type { Ledger } from "./ledger";
import type { Transition } from "./transition";

/** Most reasons that are remembered of one attempt. */
const mostReasons = 20;

/** Longest part of a reason that is remembered. */
const longestReason = 120;

/** Key of a reason: its words, without numbers, digests and names of replaced pods. Equal keys are the same reason. */
export function reasonKey(text: string): string {
  return text
    .replaceAll(/-[a-z0-9]{8,10}-[a-z0-9]{5}\b/g, "-#")
    .replaceAll(/[a-z-]*\d[\w.:-]*/gi, "#")
    .slice(0, longestReason);
}

/** The end of a command that made no transition. */
export interface UntoldEnd {
  /** Stack or command that ended. */
  readonly by: string;
  /** One sentence. */
  readonly message: string;
}

/**
 * Notes that a command of a running attempt ended without a transition, and reports it: once for each reason, however
 * often the command is repeated.
 * @returns undefined where nothing runs, or it was reported
 */
export function commandEnded(ledger: Ledger, { by, message }: UntoldEnd): Transition | undefined {
  const { attempt } = ledger;
  if (attempt === undefined || !isRunning(ledger)) return undefined;
  const { told = [] } = attempt;
  const key = reasonKey(message);
  if (told.includes(key)) return undefined;
  return {
    ledger: { ...ledger, attempt: { ...attempt, told: [...told, key].slice(-mostReasons) } },
    event: { type: "Warning", reason: "CommandEnded", message: `${by} ended: ${message}` },
  };
}
