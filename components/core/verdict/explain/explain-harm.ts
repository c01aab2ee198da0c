import type { Counts } from "../model";
import type { VerdictParameters } from "../parameters";
import { percent } from "./percent";
import { isLimitTooHigh, neededRequests, stableLimit, wasOutside } from "../comparisons/stable-baseline";
import type { StableBaseline } from "../comparisons/stable-baseline";
import type { StableHarm } from "../comparisons/stable-harm";

function explainTrack(track: string, { requests, errors }: Counts): string {
  const ratio = requests === 0 ? "" : ` (${percent(errors / requests)})`;
  return `${errors} of ${requests} requests of ${track} failed${ratio}`;
}

const reasons: Readonly<Record<NonNullable<StableHarm["why"]>, string>> = {
  wasOutside: "it was outside its objective before the first raise",
  rollback: "a rollback or an emergency does not stop for it",
  limit:
    "its limit is too high to judge by: too little was seen of it before the first raise, or it fails a lot",
};

/** Tracks that became worse, and when, with the counts; one sentence without final period. */
export function explainHarm(harm: StableHarm): string {
  const { kind, isCanaryWorse, stable, canary, limit, sinceSeconds, raisedAtSeconds } = harm;
  const after = `${Math.round(sinceSeconds - raisedAtSeconds)} s after the raise`;
  const who = isCanaryWorse ? "both tracks became worse" : "stable became worse";
  const limits = `stable's limit is ${percent(limit)}, from what it was before the attempt`;
  const counts = `${explainTrack("stable", stable)}, ${explainTrack("the canary", canary)}; ${limits}`;
  const meaning = {
    harmed: "",
    shared: ", which points at something they share",
    open: ", and the canary has had too few requests to show whether it did too",
    told: "",
  }[kind];
  return `${who} ${after}${meaning}: ${counts}`;
}

/** The same where no traffic is moved by it, and why not. */
export function explainToldHarm(harm: StableHarm): string {
  return `${explainHarm(harm)} (reported only: ${reasons[harm.why as keyof typeof reasons]})`;
}

/**
 * Limit of stable before the first raise, and how long it must still be watched where no hour was seen.
 * @param requestsPerSecond - of stable, today
 */
export function explainBaseline(
  baseline: StableBaseline,
  parameters: Pick<VerdictParameters, "objectiveErrorRatio">,
  requestsPerSecond: number,
): string {
  const limit = stableLimit(parameters, baseline);
  const { requests, errors, medianErrorRatio } = baseline;
  const objective = percent(parameters.objectiveErrorRatio);
  const told = wasOutside(parameters, baseline)
    ? "; it is outside its objective, so harm to it is reported only"
    : isLimitTooHigh(limit)
      ? ", too high to go by: harm to it is reported only"
      : "";
  if (medianErrorRatio !== null) {
    return `stable: ${percent(medianErrorRatio)} errors in the hour before, so it counts as worse from ${percent(limit)} on${told}`;
  }
  const seen = `stable: no hour seen before the first raise, ${errors} of ${requests} requests failed, so it counts as worse from ${percent(limit)} on${told}`;
  const missing = Math.max(0, (errors + 1) * neededRequests(parameters) - requests);
  if (missing === 0) return seen;
  const seconds =
    requestsPerSecond > 0 ? `, about ${Math.ceil(missing / requestsPerSecond)} s at today's traffic` : "";
  return `${seen}; ${missing} more requests without an error${seconds} make it ${objective}`;
}
