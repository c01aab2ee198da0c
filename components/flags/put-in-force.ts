import type { Cluster } from "../cluster/api";
import { findUnheard } from "../core/flags/watch-flag";
import { sleep } from "../traffic/wait";
import { askFlagd, listFlagd, nudgeFlagd } from "./ask-flagd";
import type { StoredFlags } from "./flag-store";

/** Flags as they were written: every flagd is to have them. */
type WrittenFlags = Pick<StoredFlags, "record" | "resourceVersion">;

/** Result of waiting for a write: seconds until the last flagd had it, or what is missing. */
export type InForce =
  | { readonly kind: "seen"; readonly seconds: number; readonly pods: number }
  | { readonly kind: "unseen"; readonly missing: string };

/** Time between two questions, milliseconds. */
const everyMs = 100;

/**
 * Makes the kubelets of all flagd pods look, and asks until each answers with the write of a flag.
 * @param patienceSeconds - longest time that is waited
 */
export async function putInForce(
  cluster: Cluster,
  namespace: string,
  { record, resourceVersion }: WrittenFlags,
  name: string,
  patienceSeconds: number,
  signal?: AbortSignal,
): Promise<InForce> {
  const { flagd, flags } = record;
  if (flagd === undefined)
    return { kind: "unseen", missing: "sluice:flags.flagd does not say who serves the flags" };
  const startedMs = performance.now();
  const sinceSeconds = (): number => (performance.now() - startedMs) / 1000;
  let nudge: string | undefined;
  let missing = "no flagd answers";
  let nudged: readonly string[] = [];
  do {
    try {
      const pods = await listFlagd(cluster, namespace, flagd);
      const fresh = pods.filter((pod) => !nudged.includes(pod));
      if (fresh.length > 0) nudge = await nudgeFlagd(cluster, namespace, fresh, resourceVersion);
      nudged = pods;
      const answers = await askFlagd(cluster, namespace, flagd, pods, name);
      const unheard = findUnheard(answers, flags[name]?.epoch);
      if (unheard === undefined) return { kind: "seen", seconds: sinceSeconds(), pods: pods.length };
      missing = unheard;
    } catch (error) {
      missing = (error as Error).message;
    }
    await sleep(everyMs, signal);
  } while (sinceSeconds() < patienceSeconds);
  const late =
    nudge === undefined
      ? ""
      : `; its pods could not be told at once (${nudge}), so the kubelet's next round brings it`;
  return { kind: "unseen", missing: `${missing}${late}` };
}

/** Makes the kubelets of all flagd pods look, once; best effort: without it the flags are in force a little later. */
export async function remindFlagd(
  cluster: Cluster,
  namespace: string,
  { record: { flagd }, resourceVersion }: WrittenFlags,
): Promise<void> {
  if (flagd === undefined) return;
  const pods = await listFlagd(cluster, namespace, flagd).catch(() => []);
  await nudgeFlagd(cluster, namespace, pods, resourceVersion);
}
