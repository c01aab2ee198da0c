import { describeWeight } from "../../core/stage/exposure";
import { scaleTrack } from "../../cluster/workloads";
import { findController } from "../../core/workload/sizes/autoscaler";
import { fullReplicas } from "../../core/workload/sizes/capacity";
import { RunEnd } from "../../core/run-end";
import type { Session } from "../../session/session";
import { readSizes, toLoad } from "../../traffic/look/read-sizes";
import type { Sizes } from "../../traffic/look/read-sizes";
import { keepStableFloor } from "../../traffic/write/stable-floor";
import { WaitTimeoutError, waitFor } from "../../traffic/wait";
import { explainWaysOut, nobodyWatches } from "../unwatched";

/** A size that stable must grow to, and what is said of it. */
export interface Growth {
  readonly needed: number;
  /** Live weight, percent. */
  readonly weight: number;
  /** For people, e.g. `so that it can carry everything`. */
  readonly why: string;
  /** @default "info" */
  readonly severity?: "info" | "warning";
}

/** Brings stable to a size: by its autoscaler's lower end, else by its replicas. It only ever grows. */
export async function growTo(
  session: Session,
  { sizing, stable }: Pick<Sizes, "sizing" | "stable">,
  { needed, weight, why, severity = "info" }: Growth,
): Promise<void> {
  const { cluster, settings } = session;
  const { autoscaler } = sizing;
  const replicas = stable?.replicas ?? 0;
  await keepStableFloor(session, weight);
  const isScaled = autoscaler !== undefined && findController(autoscaler) === undefined;
  if (isScaled || replicas >= needed) return;
  session.say(`stable: ${replicas} → ${needed} replicas, ${why}`, severity);
  await scaleTrack(cluster, settings, "stable", needed);
}

/**
 * Brings stable to what everything needs, at once.
 * @returns ready pods, and how many could carry everything alone
 */
export async function growStable(
  session: Session,
  weight: number,
): Promise<{ readonly ready: number; readonly needed: number }> {
  const sizes = await readSizes(session.cluster, session.settings);
  const needed = fullReplicas(toLoad(sizes, weight));
  const ready = sizes.stable?.readyReplicas ?? 0;
  if (ready < needed)
    await growTo(session, sizes, {
      needed,
      weight,
      why: "so that it can carry everything",
      severity: "warning",
    });
  return { ready, needed };
}

/**
 * Waits until stable can carry everything alone, as long as it gets further.
 * @throws {RunEnd} `inconclusive` where it stands still for `readySeconds`: the weight stays as it is
 */
export async function waitForCapacity(session: Session, weight: number, why: string): Promise<void> {
  const { settings, interrupted } = session;
  try {
    await waitFor<true>(
      async () => {
        const { ready, needed } = await growStable(session, weight);
        return ready >= needed
          ? { done: true }
          : { missing: `stable has ${ready} of ${needed} ready pods`, progress: ready };
      },
      { timeoutSeconds: settings.readySeconds, signal: interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new RunEnd("inconclusive", {
      text: `Cannot put traffic of "${settings.app}" back: ${why}; ${error.message}, too few to carry everything; the weight stays at ${describeWeight(weight)}, and ${nobodyWatches}`,
      fix: `bring stable up; ${explainWaysOut(settings)}`,
    });
  }
}
