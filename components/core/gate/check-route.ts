import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/**
 * Check `route`: the router took the last write of its object and found both backends. A router that does not report
 * that is no reason to wait for ever: requests show it, by the check `path` and by the observed share.
 */
export function checkRoute({ route }: GateFacts): Finding {
  if (route === undefined) {
    return problem("route must exist: got none", "pulumi up --refresh on the base stack creates it again");
  }
  const { readiness, damage } = route;
  if (damage !== undefined) return problem(damage.text, damage.fix);
  switch (readiness.kind) {
    case "ready":
      return fine("route is accepted for its current generation, both backends resolved");
    case "not-reported":
      return fine(`cannot be verified: ${readiness.text}`);
    case "pending":
    case "refused":
      return problem(readiness.text, readiness.fix);
  }
}
