import { countEndpoints, listPods } from "../../cluster/pods";
import { listWarnings } from "../../cluster/warnings";
import { readTrack } from "../../cluster/workloads";
import { explainProbes, isReached, isUnreachable, reachFix } from "../../core/gate/probes";
import type { ProbeFact } from "../../core/gate/probes";
import { explainMissing } from "../../core/workload/explain-missing";
import { RunEnd } from "../../core/run-end";
import type { Settings } from "../../core/settings";
import type { Session } from "../../session/session";
import { followLoad } from "../../traffic/write/follow-load";
import type { Load } from "../../traffic/write/follow-load";
import { reachTrack } from "../../traffic/reach/reach-track";
import { readRouteAlone } from "../../traffic/look/read-route";
import { WaitTimeoutError, waitFor } from "../../traffic/wait";
import { inEmergency } from "../emergency";

/** Ready pods that fail their probes for this long fail steadily, seconds; a slow router is given three times its time. */
const steadySeconds = 15;

/**
 * Brings the canary to the size that a weight needs: scaled, ready, in endpoints, probed.
 * @param live - weight that it has already, percent; `weight` itself where that is written before its pods come
 * @param meanwhile - look at what it serves already, called again and again while its pods are waited for
 * @returns pods that it has now
 * @throws {RunEnd} `refused` when no further pod gets ready for `readySeconds`, with the pods' own reasons, when ready
 * ones fail their probes steadily, or the release was aborted
 */
export async function raiseCanary(
  session: Session,
  weight: number,
  live: number,
  meanwhile?: () => Promise<void>,
): Promise<Load> {
  const load = await followLoad(session, weight, live);
  const state = live === weight ? `${weight} % is written, and fewer pods make a smaller share` : unchanged;
  const steady = watchSteadily(session);
  try {
    return await waitFor<Load>(
      async () => {
        const pods = await findMissingPods(session, load);
        const missing = pods?.missing ?? (await probe(session, steady));
        if (missing === undefined) return { done: load };
        session.progress(missing);
        await meanwhile?.();
        return { missing, progress: pods?.progress ?? 0 };
      },
      { timeoutSeconds: session.settings.readySeconds, signal: session.interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    const { cluster, settings } = session;
    const warnings = await listWarnings(cluster, settings, "canary", session.now());
    throw refuse(
      settings,
      `pods must get ready and not stand still for ${settings.readySeconds} s: got ${error.message}${explainMissing(undefined, [], warnings)}`,
      { state },
    );
  }
}

const unchanged = "weight was not changed";

function refuse(
  { app, environment }: Settings,
  rule: string,
  { fix, state = unchanged }: { readonly fix?: string; readonly state?: string } = {},
): RunEnd {
  const way = fix ?? `look at the pods, fix the image, or sluice abort ${environment}`;
  return new RunEnd("refused", {
    text: `Cannot shift traffic to "${app}": ${rule}; ${state}`,
    fix: way,
  });
}

/** Pods that are still missing, in words. */
export interface MissingPods {
  readonly missing: string;
  /** Pods that are ready. */
  readonly progress: number;
}

/**
 * Looks for pods that are still missing: the canary's, and those that an autoscaler was just asked to bring stable to.
 * @throws {RunEnd} `refused` where the release was aborted meanwhile
 */
export async function findMissingPods(session: Session, load: Load): Promise<MissingPods | undefined> {
  const { settings, cluster, store } = session;
  const [stable, canary, pods, endpoints, stored] = await Promise.all([
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
    listPods(cluster, settings, "canary"),
    countEndpoints(cluster, settings, "canary"),
    store.read(),
  ]);
  const ended = stored?.ledger.phase === "aborted" ? stored.ledger.attempt?.endReason : undefined;
  // An abort takes the canary's pods away: they would be waited for in vain.
  if (ended !== undefined) {
    throw refuse(settings, `the release was aborted meanwhile (${ended})`, {
      fix: `sluice retry ${settings.environment} tries it again`,
    });
  }
  const ready = pods.filter((pod) => pod.ready).length;
  const stableNeeded = load.brought && !inEmergency(settings, session.now()) ? load.full : 0;
  const stableReady = stable?.readyReplicas ?? 0;
  const progress = ready + Math.min(stableReady, stableNeeded);
  if (ready < load.canary || endpoints < load.canary) {
    const missing = `canary has ${ready} of ${load.canary} pods ready, ${endpoints} in endpoints${explainMissing(canary, pods)}`;
    return { missing, progress };
  }
  if (stableReady >= stableNeeded) return undefined;
  const missing = `its autoscaler has brought stable to ${stableReady} of ${stableNeeded} ready pods${explainMissing(stable, [])}`;
  return { missing, progress };
}

async function probe(session: Session, steady: (probes: ProbeFact) => boolean): Promise<string | undefined> {
  const { settings, cluster } = session;
  const route = await readRouteAlone(cluster, settings);
  if (route === undefined) return "the route is gone";
  const probes = await reachTrack(cluster, route, settings, "canary");
  const failsSteadily = steady(probes);
  if (isReached(probes)) return undefined;
  if (!failsSteadily) return `probes of the canary through the router got ${explainProbes(probes)}`;
  // Where stable is not reached either, it is the way to the gateway that is missing.
  const ofStable = isUnreachable(probes) ? await reachTrack(cluster, route, settings, "stable") : undefined;
  if (ofStable !== undefined && isUnreachable(ofStable)) {
    throw refuse(settings, `the gateway must be reachable from here: got ${explainProbes(probes)}`, {
      fix: reachFix,
    });
  }
  throw refuse(
    settings,
    `ready pods of the canary must answer most probes through the router with a status below 500: got ${explainProbes(probes)}, for ${steadySeconds} s and longer`,
  );
}

/** Detects probes that have failed in every look for some time, while the pods were ready. */
function watchSteadily({ settings, now }: Session): (probes: ProbeFact) => boolean {
  const limit = Math.max(steadySeconds, 3 * settings.traffic.propagationSeconds);
  let since: number | undefined;
  return (probes) => {
    since = isReached(probes) ? undefined : (since ?? now());
    return since !== undefined && now() - since >= limit;
  };
}
