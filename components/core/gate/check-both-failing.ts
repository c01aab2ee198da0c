import { explainHarm, explainToldHarm } from "../verdict/index";
import type { GateFacts } from "./facts";
import { fine } from "./finding";
import type { Finding, GateProblem } from "./finding";

/**
 * Check `both-failing`: stable is not worse than it was before the attempt, and not both tracks are outside their
 * objective, which would point at something they share. Where stable was outside before the first raise, only that
 * the canary is inside.
 */
export function checkBothFailing({ outside, harm, stableWasOutside = false }: GateFacts): Finding {
  const problems: GateProblem[] = [];
  if (harm !== undefined && harm.kind !== "told") {
    problems.push({
      text: `stable must not be worse than before the attempt: got ${explainHarm(harm)}`,
      fix: "look at stable; traffic may move once it has been well for a minute",
      ...(harm.isCanaryWorse ? {} : { track: "stable" as const }),
    });
  }
  if (outside.canary && (outside.stable || stableWasOutside)) {
    problems.push({
      text: outside.stable
        ? "at most one track must be outside its objective: got both, which points at something they share"
        : "the canary must be inside its objective where stable was outside before the first raise: got outside",
      fix: "find what both depend on (database, network, traffic); traffic may move once one of them is well",
    });
  }
  if (problems.length > 0) return { problems, fine: "" };
  if (harm !== undefined) return fine(explainToldHarm(harm));
  const who = outside.stable ? "stable" : outside.canary ? "canary" : "no track";
  return fine(`${who} is outside its objective${outside.stable ? ", a hotfix may go on" : ""}`);
}
