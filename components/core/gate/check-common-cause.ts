import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/** Check `common-cause`: not both tracks are outside their objective, which would point at something they share. */
export function checkCommonCause({ outside }: GateFacts): Finding {
  if (outside.stable && outside.canary) {
    return problem(
      "at most one track must be outside its objective: got both, which points at something they share",
      "find what both depend on (database, network, traffic); traffic may move once one of them is well",
    );
  }
  const who = outside.stable ? "stable" : outside.canary ? "canary" : "no track";
  return fine(`${who} is outside its objective${outside.stable ? ", a hotfix may go on" : ""}`);
}
