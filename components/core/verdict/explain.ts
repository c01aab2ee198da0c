import type { Evidence, Verdict } from "./evidence";
import type { Counts } from "./model";

/** A ratio as percent with two significant digits. */
function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(2))} %`;
}

function explainCounts(track: string, { requests, errors }: Counts): string {
  const ratio = requests === 0 ? "" : ` (${percent(errors / requests)})`;
  return `${track} ${errors} errors in ${requests} requests${ratio}`;
}

/** Whole seconds, minutes or hours. */
function explainSeconds(seconds: number): string {
  return seconds < 120
    ? `${Math.ceil(seconds)} s`
    : seconds < 7200
      ? `${Math.ceil(seconds / 60)} min`
      : `${Math.ceil(seconds / 3600)} h`;
}

function explainNumbers(evidence: Evidence): string {
  const { canary, stable, trimmedLnE, failAt } = evidence;
  const limits = `evidence of harm ln E ${trimmedLnE.toFixed(2)} of ${failAt.toFixed(2)}`;
  return `${explainCounts("canary", canary)}, ${explainCounts("stable", stable)}, ${limits}`;
}

function explainLeft({ predictedSecondsLeft: left }: Evidence): string {
  return left === null
    ? "how long is unknown at this traffic"
    : `about ${explainSeconds(left)} at this traffic`;
}

/** What is missing while nothing speaks against the canary. */
function explainMissing(evidence: Evidence): string {
  const { heldSeconds, minimumHoldSeconds, missingRequests, needsPassTest, passed, pBad } = evidence;
  if ((evidence.stage?.canary.requests ?? 0) === 0) {
    return "the canary has not had a request in this stage";
  }
  if (needsPassTest && !passed) {
    const bound = `to show an error ratio below ${percent(pBad)}`;
    return missingRequests === null
      ? `its error ratio is too high ${bound}, more requests alone will not help`
      : `${missingRequests} more canary requests are needed ${bound}, ${explainLeft(evidence)}`;
  }
  return `${explainSeconds(minimumHoldSeconds - heldSeconds)} of the minimum hold are left`;
}

/** Why nothing is decided, and what would decide it. */
function explainReason(verdict: Extract<Verdict, { kind: "inconclusive" }>): string {
  const { evidence } = verdict;
  switch (verdict.reason) {
    case "commonCause":
      return "stable breaks its objective too, so the cause is shared and the canary is not blamed";
    case "amber":
      return `the canary may be worse (ln E ${evidence.lnE.toFixed(2)}, no raise from ${evidence.amberAt.toFixed(2)})`;
    case "noData":
      return "Prometheus has no fresh samples of a track with weight";
    case "notEnoughEvidence":
      return explainMissing(evidence);
  }
}

function explainFail(
  basis: "relative" | "absolute",
  { toleratedRatio, objectiveErrorRatio }: Evidence,
): string {
  return basis === "relative"
    ? `the canary is more than ${toleratedRatio} times as bad as stable`
    : `the canary breaks the objective of at most ${percent(objectiveErrorRatio)} errors`;
}

/**
 * One sentence for a person: the decision, why, the counts, the evidence against its limit and what is missing.
 * @example explain(judge(state)) // "Fail: the canary is more than 1.5 times as bad as stable: canary 9 errors in …"
 */
export function explain(verdict: Verdict): string {
  const { evidence } = verdict;
  const numbers = explainNumbers(evidence);
  switch (verdict.kind) {
    case "fail":
      return `Fail: ${explainFail(verdict.basis, evidence)}: ${numbers}`;
    case "pass": {
      const bound =
        verdict.basis === "errorBound"
          ? `the canary's error ratio is below ${percent(evidence.pBad)}`
          : "nothing speaks against the canary";
      return `Pass: ${bound}: ${numbers}`;
    }
    case "inconclusive": {
      const lead = verdict.final
        ? `Inconclusive after ${explainSeconds(evidence.elapsedSeconds)}`
        : "Not decided yet";
      return `${lead}: ${explainReason(verdict)}: ${numbers}`;
    }
  }
}
