import type { PodFact } from "./facts";

const longest = 300;

/**
 * Why pods are not ready, in their own words.
 * @returns e.g. `app-canary-1: ImagePullBackOff (Back-off pulling image …)`, pods with the same reason together
 */
export function explainPods(pods: readonly PodFact[]): string {
  const byReason = new Map<string, string[]>();
  for (const pod of pods.filter((one) => !one.ready)) {
    const message = pod.message?.trim();
    const words = message ? ` (${message.slice(0, longest)})` : "";
    const reason = `${pod.reason ?? "not ready yet"}${words}`;
    byReason.set(reason, [...(byReason.get(reason) ?? []), pod.name]);
  }
  return [...byReason].map(([reason, names]) => `${names.join(", ")}: ${reason}`).join("; ");
}
