import { readTraces } from "../../cluster/pod-traces";
import type { TracesContext } from "../../cluster/pod-traces";
import { keepTraces } from "../../ledger/attempt-records";

/**
 * Keeps what the canary's pods left with the record of their attempt, while they drain: their output goes with them.
 * Best effort; it never fails.
 * @param attempt - its number; nothing is kept where it is not known
 */
export async function keepPodTraces(context: TracesContext, attempt: number | undefined): Promise<void> {
  if (attempt === undefined || attempt === 0) return;
  const { cluster, settings } = context;
  await readTraces(context)
    .then(async (traces) => await keepTraces(cluster, settings, attempt, traces))
    .catch(() => undefined);
}
