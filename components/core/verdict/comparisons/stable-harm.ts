import { weighSum } from "../statistics/absolute";
import { stableGridOf } from "../statistics/grid";
import { weighAgainst } from "../statistics/likelihood";
import type { AbsoluteState, Counts, EvidenceState } from "../model";
import { isLimitTooHigh, stableLimit, wasOutside } from "./stable-baseline";
import type { StableWatch } from "./stable-watch";

/**
 * Finding on a stable whose error ratio rose.
 * - `harmed`: by this attempt, as far as is known: stable alone, or both tracks soon after a raise
 * - `shared`: both tracks, later: by something they share
 * - `open`: not known yet, the canary has had too few requests since
 * - `told`: only reported, no traffic is moved
 */
export interface StableHarm {
  readonly kind: "harmed" | "shared" | "open" | "told";
  /** Reason why it is only reported. */
  readonly why?: "wasOutside" | "rollback" | "limit";
  readonly isCanaryWorse: boolean;
  /** Counts since about when it began. */
  readonly stable: Counts;
  readonly canary: Counts;
  /** Error ratio from which stable counts as worse. */
  readonly limit: number;
  readonly raisedAtSeconds: number;
  readonly sinceSeconds: number;
}

/** So long after a raise it is taken to be the cause where both tracks became worse, seconds. */
const raiseSeconds = 300;
/** So long a thin canary is waited for, seconds. */
const patienceSeconds = 60;
/**
 * Errors that the canary should have had by now if it were as bad as stable: only from then on their absence counts.
 */
const tellingErrors = 3;
/** Evidence, in nats, that the canary is beyond the limit too. */
const tellingEvidence = 1;

/** The counts of both tracks since the start that speaks loudest. */
function findWindow(
  { stable, canary }: StableWatch,
  limit: number,
): readonly [stable: Counts, canary: Counts] {
  const grid = stableGridOf(limit);
  const all = stable.sums.map((sum) => weighSum(grid, sum));
  const at = all.indexOf(Math.max(...all));
  const of = ({ sums }: AbsoluteState): Counts => {
    const { requests, errors } = sums[at] as Counts;
    return { requests, errors };
  };
  return [of(stable), of(canary)];
}

function findReason(state: EvidenceState, watch: StableWatch, limit: number): StableHarm["why"] {
  if (state.stage?.waive.includes("commonCause")) return "rollback";
  if (wasOutside(state.parameters, watch.baseline)) return "wasOutside";
  return isLimitTooHigh(limit) ? "limit" : undefined;
}

/** Finding that stable is worse now than before the attempt, with its meaning; undefined while it is not. */
export function findHarm(state: EvidenceState): StableHarm | undefined {
  const { watch, parameters, cursorSeconds } = state;
  if (watch === null || watch.worse === null || state.stage?.weight === 100) return undefined;
  const limit = stableLimit(parameters, watch.baseline);
  const [stable, canary] = findWindow(watch, limit);
  const { sinceSeconds } = watch.worse;
  const isBeyond = canary.errors > limit * canary.requests;
  const found = {
    isCanaryWorse: isBeyond,
    stable,
    canary,
    limit,
    raisedAtSeconds: watch.raisedAtSeconds,
    sinceSeconds,
  };
  const why = findReason(state, watch, limit);
  if (why !== undefined) return { kind: "told", why, ...found };
  if (sinceSeconds - watch.raisedAtSeconds <= raiseSeconds) return { kind: "harmed", ...found };
  const isShown = isBeyond
    ? weighAgainst(stableGridOf(limit), canary) >= tellingEvidence
    : (canary.requests * stable.errors) / stable.requests >= tellingErrors;
  const isLate = (cursorSeconds as number) - sinceSeconds >= patienceSeconds;
  if (!isShown && !isLate) return { kind: "open", ...found };
  return { kind: isBeyond ? "shared" : "harmed", ...found };
}
