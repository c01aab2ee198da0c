import type { CheckFact } from "../checks/spec";

/** Time in which each look at the canary found every check fine. */
export interface CheckClock {
  readonly sinceSeconds: number;
  readonly lastSeconds: number;
}

/** Look at a canary without traffic. */
export interface CheckLook {
  readonly nowSeconds: number;
  /** Pods that it has not, in words. */
  readonly missing?: string | undefined;
  /** Answers of the checks that can be asked again and again; undefined where none could be asked. */
  readonly checks: readonly CheckFact[] | undefined;
}

/** Terms of checking a canary without traffic. */
export interface CheckTerms {
  readonly neededSeconds: number;
  /** A longer time without a look is no time in which checks passed, seconds. */
  readonly longestGapSeconds: number;
  readonly begunSeconds: number;
  /** Longest time beyond what is needed, seconds. */
  readonly patienceSeconds: number;
}

/** Decision after a look; `refuse` has the rule and the value. */
export type CheckDecision =
  | { readonly kind: "go-on"; readonly clock?: CheckClock; readonly sentence: string }
  | { readonly kind: "done"; readonly passedSeconds: number }
  | { readonly kind: "refuse"; readonly rule: string };

/**
 * Decides whether the checks have stood in for evidence long enough. One that finds something else refuses at once; one
 * without an answer, missing pods and a gap between two looks begin the time again.
 */
export function watchChecks(
  clock: CheckClock | undefined,
  look: CheckLook,
  { neededSeconds, longestGapSeconds, begunSeconds, patienceSeconds }: CheckTerms,
): CheckDecision {
  const { nowSeconds, missing, checks } = look;
  const wrong = checks?.find(({ isFine, isUnknown }) => !isFine && isUnknown !== true);
  if (wrong !== undefined) return { kind: "refuse", rule: `checks must pass at weight 0: ${wrong.text}` };
  const unheard = checks !== undefined && !checks.some(({ track }) => track === "canary");
  if (unheard)
    return {
      kind: "refuse",
      rule: "sluice:checks must have a check by GET or HEAD that is asked of the canary: got none",
    };
  const unanswered = checks === undefined ? "the checks could not be asked" : findUnanswered(checks);
  const lacking = missing ?? unanswered;
  if (lacking !== undefined) {
    return nowSeconds - begunSeconds > neededSeconds + patienceSeconds
      ? { kind: "refuse", rule: `the canary must stay ready and answer while it is checked: got ${lacking}` }
      : { kind: "go-on", sentence: lacking };
  }
  const isGap = clock === undefined || nowSeconds - clock.lastSeconds > longestGapSeconds;
  const next = { sinceSeconds: isGap ? nowSeconds : clock.sinceSeconds, lastSeconds: nowSeconds };
  const passedSeconds = nowSeconds - next.sinceSeconds;
  return passedSeconds >= neededSeconds
    ? { kind: "done", passedSeconds }
    : {
        kind: "go-on",
        clock: next,
        sentence: `checks passed for ${Math.floor(passedSeconds)} of ${neededSeconds} s at weight 0`,
      };
}

const findUnanswered = (checks: readonly CheckFact[]): string | undefined =>
  checks.find(({ isUnknown }) => isUnknown)?.text;
