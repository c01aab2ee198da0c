import type { PodFact } from "./facts";

const longest = 300;

/**
 * Reason why pods are not ready, in their own words.
 * @returns e.g. `app-canary-1: ImagePullBackOff: Back-off pulling image …`, pods with the same problem together
 */
export function explainPods(pods: readonly PodFact[]): string {
  const byProblem = new Map<string, string[]>();
  for (const { name, problem = "not ready yet" } of pods.filter((one) => !one.ready)) {
    const told = problem.trim().slice(0, longest);
    byProblem.set(told, [...(byProblem.get(told) ?? []), name]);
  }
  return [...byProblem].map(([problem, names]) => `${names.join(", ")}: ${problem}`).join("; ");
}
