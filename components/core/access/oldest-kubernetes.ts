import { toProblem } from "../problem";
import type { Problem } from "../problem";

/** First minor version of Kubernetes 1 that has all that is written: the kubelet's own sleep before a pod ends came last. */
const oldestMinor = 30;

/** The same in words. */
export const oldestKubernetes = `Kubernetes 1.${oldestMinor} or newer`;

/**
 * Problem of a cluster that is too old; one that tells no version is none.
 * @param version - of its API server, e.g. `1.28.0`
 */
export function refuseOldKubernetes(version: string): Problem | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (Number(major) !== 1 || Number(minor) >= oldestMinor) return undefined;
  return toProblem({
    path: "sluice:cluster",
    rule: `be a cluster of ${oldestKubernetes}`,
    got: `${major}.${minor}`,
    fix: "upgrade it, or name another cluster; nothing was touched",
  });
}
