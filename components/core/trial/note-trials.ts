import type { Ledger } from "../ledger/ledger";
import { mostTrialFindings, trialResults } from "./trial";
import type { TrialFinding } from "./trial";

const gravity = ({ result }: TrialFinding): number => trialResults.indexOf(result);

/** Findings with new ones: of each trial at each stage the gravest stays, as it was first seen. */
export function mergeFindings(
  known: readonly TrialFinding[],
  found: readonly TrialFinding[],
): readonly TrialFinding[] {
  const merged = [...known];
  for (const one of found) {
    const at = merged.findIndex(({ name, stage }) => name === one.name && stage === one.stage);
    const before = merged[at];
    if (before === undefined) merged.push(one);
    else if (gravity(one) > gravity(before)) merged[at] = one;
  }
  return merged.slice(-mostTrialFindings);
}

/**
 * Notes findings of trials in the attempt under way; nothing else of the ledger changes by them.
 * @param attempt - number of the attempt that they are about
 * @returns undefined where nothing is new, or another attempt is under way
 */
export function noteTrials(
  ledger: Ledger,
  attempt: number,
  found: readonly TrialFinding[],
): Ledger | undefined {
  if (ledger.attempt?.number !== attempt) return undefined;
  const known = ledger.attempt.trials ?? [];
  const trials = mergeFindings(known, found);
  const isNew = trials.length !== known.length || trials.some((one, nth) => one !== known[nth]);
  return isNew ? { ...ledger, attempt: { ...ledger.attempt, trials } } : undefined;
}
