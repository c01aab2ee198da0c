import type { Cluster } from "../cluster/api";
import type { FlagdPlace } from "../core/flags/flag";
import { findUnheard } from "../core/flags/watch-flag";
import { sleep } from "../traffic/wait";
import { askFlagd, listFlagd, nudgeFlagd } from "./ask-flagd";

/** A write of a flag that every flagd is to have. */
export interface FlagWrite {
  readonly namespace: string;
  readonly flagd: FlagdPlace | undefined;
  readonly name: string;
  readonly epoch: number;
  readonly resourceVersion: string;
}

/** Result of waiting for a write: seconds until the last flagd had it, or what is missing. */
export type InForce =
  | { readonly kind: "seen"; readonly seconds: number; readonly pods: number }
  | { readonly kind: "unseen"; readonly missing: string };

/** Time between two questions, milliseconds. */
const everyMs = 100;

/**
 * Makes the kubelets of all flagd pods look, and asks until each answers with the write.
 * @param patienceSeconds - longest time that is waited
 */
export async function putInForce(
  cluster: Cluster,
  { namespace, flagd, name, epoch, resourceVersion }: FlagWrite,
  patienceSeconds: number,
  signal?: AbortSignal,
): Promise<InForce> {
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
      const unheard = findUnheard(answers, epoch);
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
