import { trackLabel } from "../core/settings";
import { waitFor, WaitTimeoutError } from "../traffic/wait";
import type { TakeoverSession } from "./act-takeover";

/** Longest wait: the budgets of before may have them after it, seconds. */
const longestSeconds = 60;

/** Waits until no pod of a track is left, also none that ends: with two budgets a pod cannot be evicted. */
export async function waitForNoPods(
  { cluster, settings, progress }: Pick<TakeoverSession, "cluster" | "settings" | "progress">,
  signal: AbortSignal,
): Promise<void> {
  const selector = encodeURIComponent(`app.kubernetes.io/name=${settings.app},${trackLabel}`);
  const path = `/api/v1/namespaces/${settings.namespace}/pods?labelSelector=${selector}`;
  try {
    await waitFor<true>(
      async () => {
        const { items } = await cluster.call<{ readonly items: readonly unknown[] }>("GET", path);
        if (items.length === 0) return { done: true };
        progress(`${items.length} pods of stable end`);
        return { missing: `${items.length} pods are left` };
      },
      { timeoutSeconds: longestSeconds, signal },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
  }
}
