import { readSizing } from "../cluster/autoscaler";
import type { Sizing } from "../cluster/autoscaler";
import { countEndpoints, listPods } from "../cluster/pods";
import { listWarnings } from "../cluster/warnings";
import { readTrack, scaleTrack } from "../cluster/workloads";
import { fullReplicas } from "../core/workload/capacity";
import { imageDigest, sameImage } from "../core/workload/image";
import type { Ledger } from "../core/ledger/ledger";
import { promoted } from "../core/ledger/promotion-transition";
import { explainProbes, isReached, isUnreachable, reachFix } from "../core/gate/probes";
import { probeTrack } from "../traffic/probe";
import { readRoute, readRouteAlone } from "../traffic/read-route";
import { moveToZero, repeatOnStable } from "../traffic/abort-release";
import { idleOrTell } from "../traffic/idle-canary";
import { keepStableFloor, releaseStableFloor } from "../traffic/stable-floor";
import { WaitTimeoutError, waitFor } from "../traffic/wait";
import { explainProblem } from "../core/problem";
import { explainMissing } from "../core/workload/explain-missing";
import { RunEnd } from "../core/run-end";
import { holdLock } from "../session/held-locks";
import type { Session } from "../session/session";
import { reconciled } from "../stage/stage-context";

/** Outputs of the promotion, kept in Pulumi's state. */
export interface PromotionOutputs {
  readonly phase: string;
  readonly sentence: string;
}

/** Finishes the promotion that `Release` began: stable is on the new image; does nothing in every other phase. */
export async function promote(session: Session): Promise<PromotionOutputs> {
  const { settings, store } = session;
  const stored = await store.read();
  if (stored === undefined)
    throw new RunEnd(
      "refused",
      `Cannot promote "${settings.app}": its ledger is gone; run the base stack again`,
    );
  if (stored.ledger.phase !== "promoting") {
    return {
      phase: stored.ledger.phase,
      sentence: `nothing to promote: the release is ${stored.ledger.phase}`,
    };
  }
  await holdLock(session);
  const route = await readRoute(session.cluster, settings);
  const { ledger, reconcile } = await reconciled(session, (await store.read())?.ledger, route?.live, true);
  if (reconcile.kind === "drift")
    throw new RunEnd("refused", `Cannot promote "${settings.app}": ${explainProblem(reconcile)}`);
  if (ledger?.phase !== "promoting" || ledger.attempt === undefined) {
    return { phase: ledger?.phase ?? "unknown", sentence: "the release ended meanwhile" };
  }
  return await finish(session, ledger, ledger.attempt.image);
}

async function finish(session: Session, ledger: Ledger, image: string): Promise<PromotionOutputs> {
  const { settings, cluster } = session;
  await waitForStable(session, image, ledger.attempt?.kind === "first");
  const route = await readRoute(cluster, settings);
  const live = route?.live.weight ?? 0;
  if (live !== 0 || ledger.weight !== 0) {
    const { observed } = await moveToZero(session, {
      kind: "promote",
      attempt: ledger.attempt?.number,
      reason: `stable runs ${imageDigest(image)?.slice(0, 19)} and is ready`,
    });
    if (observed !== "confirmed") {
      throw new RunEnd(
        "inconclusive",
        `Promotion of "${settings.app}" is not finished: all traffic is written to stable, but requests still reach the canary or cannot be counted; run the same command again, it goes on from here`,
      );
    }
  }
  await session.commit((current, nowSeconds) => promoted(current, { nowSeconds }));
  await repeatOnStable(session);
  await idleOrTell(session, session.interrupted);
  await releaseStableFloor(session);
  const sentence = `promoted: stable is ${image}`;
  session.say(sentence);
  return { phase: "promoted", sentence };
}

/** The promotion's gate: capacity, route, path and digest of stable, before it gets the traffic back. */
async function waitForStable(session: Session, image: string, first: boolean): Promise<void> {
  const { settings, cluster } = session;
  try {
    await waitFor<true>(
      async () => {
        const missing = await findMissing(session, image, first);
        if (missing === undefined) return { done: true };
        session.progress(`waiting for stable: ${missing}`);
        return { missing };
      },
      { timeoutSeconds: settings.readySeconds, signal: session.interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    const pods = await listPods(cluster, settings, "stable").catch(() => []);
    const warnings = await listWarnings(cluster, settings, "stable", session.now());
    const why = explainMissing(undefined, pods, warnings);
    throw new RunEnd(
      "refused",
      `Cannot promote "${settings.app}": stable must be ready on ${image} within ${settings.readySeconds} s: got ${error.message}${why}; traffic stays where it is; run the same command again, or sluice abort ${settings.environment}`,
    );
  }
}

/** The canary may have grown while it had all the load: stable gets as many pods before it gets that load back. */
async function growStable(
  session: Session,
  { autoscaler }: Sizing,
  present: number,
  full: number,
  weight: number,
): Promise<void> {
  if (present >= full) return;
  const { settings, cluster } = session;
  if (autoscaler !== undefined) {
    await keepStableFloor(session, weight);
    return;
  }
  session.say(`stable: ${present} → ${full} replicas, as many as the load needs`);
  await scaleTrack(cluster, settings, "stable", full);
}

/** Condition that stable lacks before it may carry all requests; undefined where it lacks none. */
async function findMissing(session: Session, image: string, first: boolean): Promise<string | undefined> {
  const { settings, cluster } = session;
  const [stable, canary, pods, endpoints, sizing, route, stored] = await Promise.all([
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
    listPods(cluster, settings, "stable"),
    countEndpoints(cluster, settings, "stable"),
    readSizing(cluster, settings),
    readRouteAlone(cluster, settings),
    session.store.read(),
  ]);
  if (stored?.ledger.phase !== "promoting")
    throw new RunEnd("failed", `the release is ${stored?.ledger.phase ?? "gone"}: another command ended it`);
  if (stable === undefined) return "its Deployment does not exist";
  if (!sameImage(stable.image, image)) return `its template is ${stable.image}`;
  const { scale: declared, floor } = sizing;
  const weight = route?.live.weight ?? 0;
  const load = { declared, replicas: stable.replicas, weight, canaryReplicas: canary?.replicas ?? 0 };
  const full = fullReplicas(floor === undefined ? load : { ...load, floor });
  await growStable(session, sizing, stable.replicas, full, weight);
  if (!stable.settled || stable.readyReplicas < full)
    return `${stable.readyReplicas} of ${full} pods ready${explainMissing(stable, [])}`;
  const others = pods.filter(
    ({ runningDigest }) => runningDigest !== undefined && runningDigest !== imageDigest(image),
  );
  if (others.length > 0) return `pods with another digest: ${others.map(({ name }) => name).join(", ")}`;
  if (endpoints < full) return `${endpoints} of ${full} pods in endpoints`;
  if (route === undefined) return "the route does not exist";
  const { readiness, damage } = route.live;
  if (damage !== undefined) return damage.text;
  if (readiness.kind === "pending" || readiness.kind === "refused") return readiness.text;
  const probe = await probeTrack(route, settings, "stable");
  if (isUnreachable(probe))
    return `the gateway cannot be reached from here (${explainProbes(probe)}): ${reachFix}`;
  if (!isReached(probe))
    return `probes through the router got ${explainProbes(probe)}${first ? "" : " from stable"}`;
  return undefined;
}
