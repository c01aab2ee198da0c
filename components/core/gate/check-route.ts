import type { GateFacts } from "./facts";
import { problem } from "./finding";
import type { Finding, Problem } from "./finding";

/** Check `route`: the router accepted the current generation of the route and found both backends. */
export function checkRoute({ route }: GateFacts): Finding {
  if (route === undefined) {
    return problem("route must exist: got none", "pulumi up --refresh on the base stack creates it again");
  }
  const words = route.problem === undefined ? "" : ` (${route.problem})`;
  const problems: Problem[] = [];
  if (!route.currentGeneration) {
    const wayOut = "look whether the router runs; it has not seen the last write of the route";
    problems.push({
      text: `route status must be of the current generation: got an older one${words}`,
      wayOut,
    });
  }
  if (!route.accepted) {
    problems.push({
      text: `route condition Accepted must be True: got False${words}`,
      wayOut: "check sluice:traffic.gateway, and that the gateway allows routes of this namespace",
    });
  }
  if (!route.backendsResolved) {
    problems.push({
      text: `route condition ResolvedRefs must be True: got False${words}`,
      wayOut: "the Services of both tracks must exist: pulumi up --refresh on the base stack",
    });
  }
  return { problems, fine: "route is accepted for its current generation, both backends resolved" };
}
