import { countEndpoints, listPods } from "../cluster/pods";
import { readTrack } from "../cluster/workloads";
import { followLoad } from "../traffic/follow-load";
import { probeTrack } from "../traffic/probe";
import { readRouteAlone } from "../traffic/read-route";
import { WaitTimeoutError, waitFor } from "../traffic/wait";
import { inEmergency } from "./emergency";
import { RunEnd } from "../core/run-end";
import type { Session } from "../session/session";

/**
 * Brings the canary to what a weight needs: scaled, ready, in endpoints, probed.
 * @param live - weight that it has already, percent
 * @throws {RunEnd} `refused` when the pods do not get ready in time, naming their own reasons, or the release was aborted
 */
export async function raiseCanary(session: Session, weight: number, live: number): Promise<void> {
  const { full, canary } = await followLoad(session, weight, live);
  await waitForPods(session, canary, full);
}

/** Waits for the canary, and for what an autoscaler was just told to bring stable to. */
async function waitForPods(session: Session, needed: number, full: number): Promise<void> {
  const { settings, cluster, store } = session;
  const emergency = inEmergency(settings, session.now());
  const stableNeeded = "minReplicas" in settings.stable && !emergency ? full : 0;
  try {
    await waitFor<true>(
      async () => {
        const [stable, pods, endpoints, stored] = await Promise.all([
          readTrack(cluster, settings, "stable"),
          listPods(cluster, settings, "canary"),
          countEndpoints(cluster, settings, "canary"),
          store.read(),
        ]);
        const ended = stored?.ledger.phase === "aborted" ? stored.ledger.attempt?.endReason : undefined;
        // An abort takes the canary's pods away: they would be waited for in vain.
        if (ended !== undefined) {
          throw new RunEnd(
            "refused",
            `Cannot shift traffic to "${settings.app}": the release was aborted meanwhile (${ended}); weight was not changed; sluice retry ${settings.environment} tries it again`,
          );
        }
        const ready = pods.filter((pod) => pod.ready).length;
        const troubles = pods.flatMap(({ name, problem }) =>
          problem === undefined ? [] : [`${name}: ${problem}`],
        );
        const missing = `canary has ${ready} of ${needed} pods ready, ${endpoints} in endpoints${troubles.length ? ` (${troubles.join("; ")})` : ""}`;
        session.progress(missing);
        if (ready < needed || endpoints < needed) return { missing };
        const stableReady = stable?.readyReplicas ?? 0;
        if (stableReady < stableNeeded)
          return {
            missing: `its autoscaler has brought stable to ${stableReady} of ${stableNeeded} ready pods`,
          };
        const route = await readRouteAlone(cluster, settings);
        if (route === undefined) return { missing: "the route is gone" };
        const probe = await probeTrack(route, settings, "canary");
        return probe.ok
          ? { done: true }
          : { missing: `a probe of the canary through the router got ${probe.problem ?? "no answer"}` };
      },
      { timeoutSeconds: settings.readySeconds, signal: session.interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new RunEnd(
      "refused",
      `Cannot shift traffic to "${settings.app}": pods must be ready within ${settings.readySeconds} s: got ${error.message}; weight was not changed; look at the pods, fix the image, or sluice abort ${settings.environment}`,
    );
  }
}
