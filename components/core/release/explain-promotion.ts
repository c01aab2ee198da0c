import type { Verdict } from "../verdict/index";

/** Stable's new pods against the canary's, on one line; the engine's own words would call them the other way round. */
export function explainPromotion(verdict: Verdict, problem: string | undefined): string {
  const { evidence } = verdict;
  const { canary: judged, stable: compared } = evidence.stage ?? evidence;
  const seen = `${judged.errors} of ${judged.requests} requests failed on stable, ${compared.errors} of ${compared.requests} on the canary`;
  if (verdict.kind === "pass") return `stable is not worse: ${seen}`;
  const [worst] = [...evidence.metrics].toSorted((a, b) => b.lnE - a.lnE);
  const by = worst === undefined || worst.name === "errors" ? "" : `; proven by ${worst.name}`;
  if (verdict.kind === "fail") {
    return verdict.basis === "relative"
      ? `stable is worse than the canary: ${seen}${by}`
      : `stable misses its objective: ${seen}`;
  }
  const held = `watched for ${Math.floor(evidence.heldSeconds)} of ${evidence.minimumHoldSeconds} s`;
  const why = problem === undefined ? "" : `; ${problem}`;
  return `${held}: ${seen}${why}`;
}
