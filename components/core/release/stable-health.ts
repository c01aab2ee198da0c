import type { ProbeFact } from "../gate/probes";
import { explainProbes, isReached } from "../gate/probes";
import type { StableHealth } from "./migration-steps";

/** Rounds of probes in a row that must be bad: one bad round may be an accident. */
const worseAfter = 3;

/** Stable as it was before a migration began, and what was seen since. */
export interface HealthMemory {
  /** Its probes were answered; undefined where nobody can tell, and then they never count. */
  readonly wasReached: boolean | undefined;
  readonly badRounds: number;
  /** Answer in the latest bad round. */
  readonly answer?: string;
}

/** Result of one round of probes: undefined where most of them did not reach the gateway. */
export function readRound(probes: ProbeFact): boolean | undefined {
  if (probes.unverified !== undefined) return undefined;
  if (isReached(probes)) return true;
  const heard = probes.answered + (probes.late ?? 0);
  return probes.sent > 0 && heard * 2 >= probes.sent ? false : undefined;
}

/** Stable before the migration: well where every round that says something says so. */
export function beginHealth(rounds: readonly ProbeFact[]): HealthMemory {
  const said = rounds.map(readRound).filter((one) => one !== undefined);
  return { wasReached: said.length === 0 ? undefined : said.every(Boolean), badRounds: 0 };
}

/** Adds one round. */
export function addRound(memory: HealthMemory, probes: ProbeFact): HealthMemory {
  const round = readRound(probes);
  // A round that nobody saw speaks neither against stable nor for it.
  if (round === undefined) return memory;
  if (round) return { wasReached: memory.wasReached, badRounds: 0 };
  return { ...memory, badRounds: memory.badRounds + 1, answer: explainProbes(probes) };
}

/**
 * Stable now against what it was: what was not well before, or is not known, never counts.
 * @param errors - evidence of its requests: undefined where they were not well before, or cannot be counted
 */
export function judgeStable(
  { wasReached, badRounds, answer }: HealthMemory,
  errors: { readonly isWorse: boolean; readonly sentence: string } | undefined,
): StableHealth {
  if (errors?.isWorse === true) return { kind: "worse", sentence: errors.sentence };
  if (wasReached === true && badRounds >= worseAfter)
    return {
      kind: "worse",
      sentence: `stable answered before the migration and does not any more: ${answer}`,
    };
  const isKnown = wasReached === true || errors !== undefined;
  return isKnown
    ? { kind: "well", sentence: "stable answers as before" }
    : { kind: "unknown", sentence: "stable is not watched: it was not well before, or nobody can tell" };
}
