import { readSizing } from "../cluster/autoscaler";
import { readTrack, scaleTrack } from "../cluster/workloads";
import { findController } from "../core/workload/autoscaler";
import { fullReplicas } from "../core/workload/capacity";
import { RunEnd } from "../core/run-end";
import type { Session } from "../session/session";
import { keepStableFloor } from "../traffic/stable-floor";
import { WaitTimeoutError, waitFor } from "../traffic/wait";
import { explainWaysOut, nobodyWatches } from "./unwatched";

/**
 * Brings stable to what everything needs, at once: its autoscaler's lower end, else its replicas. It only ever grows.
 * @returns ready pods, and how many could carry everything alone
 */
export async function growStable(
  session: Session,
  weight: number,
): Promise<{ readonly ready: number; readonly needed: number }> {
  const { cluster, settings } = session;
  const [sizing, stable, canary] = await Promise.all([
    readSizing(cluster, settings),
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
  ]);
  const { scale, floor, autoscaler } = sizing;
  const replicas = stable?.replicas ?? 0;
  const load = { declared: scale, replicas, weight, canaryReplicas: canary?.replicas ?? 0 };
  const needed = fullReplicas({ ...load, floor });
  const ready = stable?.readyReplicas ?? 0;
  if (ready < needed) {
    await keepStableFloor(session, weight);
    const isScaled = autoscaler !== undefined && findController(autoscaler) === undefined;
    if (!isScaled && replicas < needed) {
      session.say(`stable: ${replicas} → ${needed} replicas, so that it can carry everything`, "warning");
      await scaleTrack(cluster, settings, "stable", needed);
    }
  }
  return { ready, needed };
}

/**
 * Waits until stable can carry everything alone.
 * @throws {RunEnd} `inconclusive` where it cannot in time: the weight stays as it is
 */
export async function waitForStable(session: Session, weight: number, why: string): Promise<void> {
  const { settings, interrupted } = session;
  try {
    await waitFor<true>(
      async () => {
        const { ready, needed } = await growStable(session, weight);
        return ready >= needed ? { done: true } : { missing: `stable has ${ready} of ${needed} ready pods` };
      },
      { timeoutSeconds: settings.readySeconds, signal: interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new RunEnd("inconclusive", {
      text: `Cannot put traffic of "${settings.app}" back: ${why}; ${error.message}, too few to carry everything; the weight stays at ${weight} %, and ${nobodyWatches}`,
      fix: `bring stable up; ${explainWaysOut(settings)}`,
    });
  }
}
