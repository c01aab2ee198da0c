import { countEndpoints, listPods } from "../../cluster/pods";
import { listWarnings } from "../../cluster/warnings";
import { readTrack } from "../../cluster/workloads";
import { explainProbes, isReached, isUnreachable, reachFix } from "../../core/gate/probes";
import { RunEnd } from "../../core/run-end";
import { explainMissing } from "../../core/workload/explain-missing";
import type { LivePod } from "../../core/workload/pod";
import { fullReplicas } from "../../core/workload/sizes/capacity";
import { named } from "../../core/revision/known-revision";
import { revisionLabel } from "../../core/settings";
import { describeVersion, sameVersion } from "../../core/revision/version";
import type { Version } from "../../core/revision/version";
import { imageDigest } from "../../core/workload/image";
import type { Session } from "../../session/session";
import { reachTrack } from "../../traffic/reach/reach-track";
import { readRouteAlone } from "../../traffic/look/read-route";
import { readSizes, toLoad } from "../../traffic/look/read-sizes";
import { WaitTimeoutError, waitFor } from "../../traffic/wait";
import { growTo } from "../stable/stable-capacity";

/** Stable while it is being promoted. */
export interface StableLook {
  readonly ready: number;
  /** Condition that it lacks to carry everything on the release's version; undefined when it may. */
  readonly missing: string | undefined;
  /** Progress of its roll-out: pods of the release that have started, and those that are ready. */
  readonly progress: number;
}

/** Version under promotion. */
export interface Promoted {
  readonly version: Version;
  /** There was nothing before it, so that no track is told from another. */
  readonly isFirst: boolean;
}

/**
 * Waits until stable may carry everything, as long as it gets further.
 * @throws {RunEnd} `refused` where it stands still for `readySeconds`
 */
export async function waitForStable(session: Session, promoted: Promoted): Promise<void> {
  await follow(session, async () => await lookAtStable(session, promoted), {
    action: `promote "${session.settings.app}"`,
    state: `ready on ${describeVersion(promoted.version)}`,
  });
}

/**
 * Waits until stable's first pods serve, as long as it gets further: users come to them by the next write of the route.
 * @throws {RunEnd} `refused` where it stands still for `readySeconds`
 */
export async function waitForFirstPods(session: Session, action: string): Promise<void> {
  const { settings, cluster } = session;
  const look = async () => {
    const [stable, endpoints] = await Promise.all([
      readTrack(cluster, settings, "stable"),
      countEndpoints(cluster, settings, "stable"),
    ]);
    const { replicas = 1, readyReplicas: ready = 0, settled = false } = stable ?? {};
    const missing =
      settled && endpoints >= replicas
        ? undefined
        : `${ready} of ${replicas} pods ready, ${endpoints} in endpoints${explainMissing(stable, [])}`;
    return { missing, progress: ready + endpoints };
  };
  await follow(session, look, { action, state: "ready" });
}

/** Words of a wait for stable. */
interface Wait {
  /** In the words after "Cannot". */
  readonly action: string;
  /** State that is waited for. */
  readonly state: string;
}

async function follow(
  session: Session,
  look: () => Promise<Pick<StableLook, "missing" | "progress">>,
  { action, state }: Wait,
): Promise<void> {
  const { settings, cluster } = session;
  try {
    await waitFor<true>(
      async () => {
        const { missing, progress } = await look();
        if (missing === undefined) return { done: true };
        session.progress(`waiting for stable: ${missing}`);
        return { missing, progress };
      },
      { timeoutSeconds: settings.readySeconds, signal: session.interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    const pods = await listPods(cluster, settings, "stable").catch(() => []);
    const warnings = await listWarnings(cluster, settings, "stable", session.now());
    const why = explainMissing(undefined, pods, warnings);
    throw new RunEnd("refused", {
      text: `Cannot ${action}: stable must be ${state} and not stand still for ${settings.readySeconds} s: got ${error.message}${why}; traffic stays where it is`,
      fix: `run the same command again, or sluice abort ${settings.environment}`,
    });
  }
}

/**
 * The promotion's gate: capacity, digest, route and path of stable.
 * @throws {RunEnd} where another command ended the release
 */
export async function lookAtStable(session: Session, { version, isFirst }: Promoted): Promise<StableLook> {
  const { settings, cluster } = session;
  const [sizes, pods, endpoints, route, stored] = await Promise.all([
    readSizes(cluster, settings),
    listPods(cluster, settings, "stable"),
    countEndpoints(cluster, settings, "stable"),
    readRouteAlone(cluster, settings),
    session.store.read(),
  ]);
  const { stable } = sizes;
  if (stored?.ledger.phase !== "promoting")
    throw new RunEnd("failed", `the release is ${stored?.ledger.phase ?? "gone"}: another command ended it`);
  const isOwn = ({ runningDigest, labels }: LivePod): boolean =>
    runningDigest === imageDigest(version.image) &&
    sameVersion(named({ image: version.image }, labels[revisionLabel]), version);
  const own = pods.filter(isOwn);
  const progress = own.length + own.filter(({ ready }) => ready).length;
  const lacks = (missing: string | undefined): StableLook => ({
    ready: stable?.readyReplicas ?? 0,
    missing,
    progress,
  });
  if (stable === undefined) return lacks("its Deployment does not exist");
  if (!sameVersion(stable, version)) return lacks(`its template is ${describeVersion(stable)}`);
  const weight = route?.live.weight ?? 0;
  const full = fullReplicas(toLoad(sizes, weight));
  // The canary may have grown while it had all the load: stable gets as many pods before it gets that load back.
  if (stable.replicas < full)
    await growTo(session, sizes, { needed: full, weight, why: "as many as the load needs" });
  if (!stable.settled || stable.readyReplicas < full)
    return lacks(`${stable.readyReplicas} of ${full} pods ready${explainMissing(stable, [])}`);
  const others = pods.filter((pod) => pod.runningDigest !== undefined && !isOwn(pod));
  if (others.length > 0)
    return lacks(`pods of another version: ${others.map(({ name }) => name).join(", ")}`);
  if (endpoints < full) return lacks(`${endpoints} of ${full} pods in endpoints`);
  if (route === undefined) return lacks("the route does not exist");
  const { readiness, damage } = route.live;
  // At 0 a canary's backend that does not resolve is left out: stable's requests do not suffer from it.
  const isHarmless = damage?.restorable === true && weight === 0;
  if (damage !== undefined && !isHarmless) return lacks(damage.text);
  if (readiness.kind === "pending" || readiness.kind === "refused") return lacks(readiness.text);
  const probe = await reachTrack(cluster, route, settings, "stable");
  if (isUnreachable(probe))
    return lacks(`the gateway cannot be reached from here (${explainProbes(probe)}): ${reachFix}`);
  return lacks(
    isReached(probe)
      ? undefined
      : `probes through the router got ${explainProbes(probe)}${isFirst ? "" : " from stable"}`,
  );
}
