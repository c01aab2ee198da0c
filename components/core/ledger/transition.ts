import type { Attempt, EarlierAttempt, Ledger, Phase } from "./ledger";
import { sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";

/** Kubernetes Event that reports a transition. */
export interface LedgerEvent {
  readonly type: "Normal" | "Warning";
  /** CamelCase, one word for machines. */
  readonly reason: string;
  /** One sentence for people. */
  readonly message: string;
}

/** Ledger after a transition, to be written by compare-and-swap, and the Event that reports it. */
export interface Transition {
  readonly ledger: Ledger;
  readonly event: LedgerEvent;
}

/** Most entries kept in the ledger's lists, so that it stays far below its 256 KiB. */
export const kept = { moves: 100, earlier: 20, versions: 20 } as const;

/**
 * Transition that the phase does not allow: a bug of the caller, unless another command ended the release meanwhile.
 */
export class PhaseError extends RangeError {
  /** Whether the release is over, or past its stages. */
  readonly isOver: boolean;

  constructor({ app, phase }: Ledger, action: string, allowed: readonly Phase[]) {
    super(`Cannot ${action} "${app}": ledger.phase must be ${allowed.join(" or ")}: got ${phase}`);
    this.name = "PhaseError";
    this.isOver = phase === "aborted" || phase === "promoted" || phase === "promoting";
  }
}

/**
 * Refuses a transition that the phase does not allow.
 * @throws {PhaseError}
 */
export function requirePhase(ledger: Ledger, action: string, ...allowed: readonly Phase[]): void {
  if (!allowed.includes(ledger.phase)) throw new PhaseError(ledger, action, allowed);
}

/**
 * The attempt under way.
 * @throws {RangeError} when there is none: a bug of the caller
 */
export function requireAttempt(ledger: Ledger, action: string): Attempt {
  if (ledger.attempt === undefined) {
    throw new RangeError(`Cannot ${action} "${ledger.app}": ledger.attempt must be there: got none`);
  }
  return ledger.attempt;
}

/** Throws a RangeError unless the rule holds: always a bug of the caller. */
export function requireRule(ledger: Ledger, action: string, holds: boolean, rule: string): void {
  if (!holds) throw new RangeError(`Cannot ${action} "${ledger.app}": ${rule}`);
}

/** A copy without the named fields: an absent field and an undefined one are not the same in JSON. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
}

/** `versions` with `version` as its last entry, each once, bounded. */
export function withVersion(versions: readonly Version[], version: Version): readonly Version[] {
  return [...withoutVersion(versions, version), toVersion(version)].slice(-kept.versions);
}

/** `versions` without `version`. */
export function withoutVersion(versions: readonly Version[], version: Version): readonly Version[] {
  return versions.filter((one) => !sameVersion(one, version));
}

/** The list of earlier attempts with one more, bounded; oldest first. */
export function withEarlier(
  earlier: readonly EarlierAttempt[],
  attempt: Attempt & { readonly endReason: string },
  outcome: EarlierAttempt["outcome"],
  nowSeconds: number,
): readonly EarlierAttempt[] {
  const { number, kind, changes, startedAtSeconds, endReason: reason } = attempt;
  const ended = {
    number,
    kind,
    ...toVersion(attempt),
    ...(changes === undefined ? {} : { changes }),
    outcome,
    reason,
    startedAtSeconds,
    endedAtSeconds: attempt.endedAtSeconds ?? nowSeconds,
  };
  return [...earlier, ended].slice(-kept.earlier);
}
