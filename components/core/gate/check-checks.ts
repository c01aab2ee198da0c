import type { GateFacts } from "./facts";
import { canaryBinds } from "./facts";
import type { Finding, GateProblem } from "./finding";

/** Check `checks`: those of the configuration find what they are to find, the canary's once it is up. */
export function checkChecks(facts: GateFacts): Finding {
  const { checks } = facts;
  if (checks === undefined) return { problems: [], fine: "none are configured" };
  const problems = checks
    .filter(({ isFine }) => !isFine)
    .map(({ text, track }): GateProblem => ({
      text,
      fix: "repair what it names, or change sluice:checks",
      ...(track === undefined ? {} : { track }),
    }));
  const found = checks.map(({ text }) => text).join("; ");
  return {
    problems,
    fine: found === "" ? "none is asked yet" : found,
    ...(canaryBinds(facts) ? {} : { pending: true }),
  };
}
