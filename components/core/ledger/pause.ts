import { showTime } from "../show-time";
import { prefixed } from "../problem";
import { describeWeight } from "../stage/exposure";
import type { Problem } from "../problem";
import { RunEnd } from "../run-end";
import { isRunning } from "./ledger";
import type { Ledger } from "./ledger";
import type { Pause } from "./said";
import type { Transition } from "./transition";
import { requireAttempt, requirePhase, requireRule } from "./transition";

/** Most pauses that are kept of one attempt. */
const mostPauses = 20;

/** A person's word on a release. */
export interface Word {
  /** Speaker, for example `anna@laptop`. */
  readonly who: string;
  readonly reason: string;
  readonly nowSeconds: number;
}

/** The pause in force; it ends with its attempt, whatever ended that. */
export function pauseOf(ledger: Ledger | undefined): Pause | undefined {
  const last = ledger?.attempt?.pauses?.at(-1);
  return last === undefined || last.resumed !== undefined || !isRunning(ledger) ? undefined : last;
}

/**
 * Sentence on a pause: who paused, when and why.
 * @example explainPause({ who: "anna@laptop", atSeconds: 1790000000, reason: "checkout is slow" }) // "paused by anna@laptop at 2026-09-21T14:13:20Z: checkout is slow"
 */
export function explainPause({ who, atSeconds, reason }: Pause): string {
  return `paused by ${who} at ${showTime(atSeconds)}: ${reason}`;
}

/** The command that ends a pause. */
export function resumeCommand(environment: string): string {
  return `sluice resume ${environment} --reason TEXT`;
}

/** Reason why nothing may rise; undefined where nobody paused the release. */
export function findPaused(
  ledger: Ledger | undefined,
): Required<Pick<Problem, "text" | "fix" | "awaits">> | undefined {
  const pause = pauseOf(ledger);
  if (ledger === undefined || pause === undefined) return undefined;
  return {
    text: `the release must not be paused: got ${explainPause(pause)}`,
    fix: resumeCommand(ledger.environment),
    awaits: "resume",
  };
}

/**
 * Refuses a write of the ledger that lets the release go on, by the ledger that is written to: a pause of another
 * machine may be younger than the last look.
 * @throws {RunEnd} `refused`
 */
export function demandUnpaused(ledger: Ledger, action: string): void {
  const found = findPaused(ledger);
  if (found !== undefined) throw new RunEnd("refused", prefixed(`Cannot ${action} "${ledger.app}": `, found));
}

/**
 * A person pauses: nothing rises, the evidence is judged on.
 * @throws {RangeError} unless the release is on its way through its stages and not paused
 */
export function paused(ledger: Ledger, { who, reason, nowSeconds }: Word): Transition {
  requirePhase(ledger, "pause", "progressing", "held", "passed");
  requireRule(ledger, "pause", pauseOf(ledger) === undefined, "it must not be paused already");
  const attempt = requireAttempt(ledger, "pause");
  const pause: Pause = { atSeconds: nowSeconds, who, reason };
  const pauses = [...(attempt.pauses ?? []), pause].slice(-mostPauses);
  const message = `Attempt ${attempt.number} stays at ${describeWeight(ledger.weight)}: ${explainPause(pause)}`;
  return {
    ledger: { ...ledger, attempt: { ...attempt, pauses } },
    event: { type: "Warning", reason: "Paused", message },
  };
}

/**
 * A person ends the pause.
 * @throws {RangeError} unless the release is paused
 */
export function resumed(ledger: Ledger, { who, reason, nowSeconds }: Word): Transition {
  const pause = pauseOf(ledger);
  requireRule(ledger, "resume", pause !== undefined, "it must be paused");
  const attempt = requireAttempt(ledger, "resume");
  const ended = { ...(pause as Pause), resumed: { atSeconds: nowSeconds, who, reason } };
  const pauses = [...(attempt.pauses as readonly Pause[]).slice(0, -1), ended];
  return {
    ledger: { ...ledger, attempt: { ...attempt, pauses } },
    event: {
      type: "Normal",
      reason: "Resumed",
      message: `Attempt ${attempt.number} may go on: ${who}: ${reason}`,
    },
  };
}
