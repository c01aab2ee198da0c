import { toProblem } from "../problem";
import type { Problem } from "../problem";
import type { WafSpec } from "./waf";

/** First minor version of Kubernetes 1 that runs native sidecars without being asked to. */
const firstMinor = 29;

/**
 * Problem of a cluster whose pods cannot have the firewall.
 * @param version - of its API server, e.g. `1.28.0`
 */
export function refuseOldCluster(version: string): Problem | undefined {
  const [major, minor = 0] = version.split(".").map(Number) as [number, number?];
  if (major > 1 || minor >= firstMinor) return undefined;
  return toProblem({
    path: "sluice:edge.waf",
    rule: `be left out before Kubernetes 1.${firstMinor}, which has no native sidecars`,
    got: `Kubernetes ${major}.${minor}`,
  });
}

/**
 * Sentences about exclusions that are in force longer than their owners wanted.
 * @param today - `YYYY-MM-DD`
 */
export function explainExpired(
  { exclusions }: Pick<WafSpec, "exclusions">,
  today: string,
): readonly string[] {
  return exclusions
    .filter(({ expires }) => expires < today)
    .map(
      ({ rule, path = "every path", owner, expires }) =>
        `the exclusion of rule ${rule} on ${path} (${owner}) expired on ${expires} and is still in force`,
    );
}
