import type { Track } from "../track";

/** One pod's containers as one look found them. */
export interface PodHealth {
  readonly uid: string;
  readonly ready: boolean;
  /** Restarts of all its containers since it was made. */
  readonly restarts: number;
  /** Kills for lack of memory that are still to be seen, each by a name of its own. */
  readonly oomKills: readonly string[];
}

/** Record of the pods that a soak watches; it does not outlive the run. */
export interface HealthRecord {
  /** Restarts already counted, per pod; a pod that comes later starts at 0. */
  readonly restarts: Readonly<Record<string, number>>;
  /** Restarts seen while watching, the newest last. */
  readonly restarted: readonly {
    readonly track: Track;
    readonly atSeconds: number;
    readonly count: number;
  }[];
  /** Kills that had happened before the soak began. */
  readonly oldKills: readonly string[];
  /** The canary's kills since. */
  readonly canaryKills: number;
  /** Whether any pod of stable shows one. */
  readonly stableKilled: boolean;
  readonly ready: Readonly<Record<Track, number>>;
  /** Since when no pod of the canary is ready. */
  readonly unreadySinceSeconds?: number;
  /** When a pod of the canary was last found gone. */
  readonly lostAtSeconds?: number;
  readonly canaryPods: readonly string[];
}

/** Harm that the canary's own pods show. `interrupted` says nothing against its image. */
export interface CanaryHarm {
  readonly kind: "fail" | "interrupted";
  readonly basis: "restarts" | "oomKilled" | "notReady";
  readonly sentence: string;
}

/** Time over which restarts are counted, seconds. */
const windowSeconds = 300;
/** More restarts than this within it are harm. */
const mostRestarts = 5;
/** A canary without any ready pod is borne this long, seconds: one probe that failed by chance is no reason. */
const unreadySeconds = 15;
/** A pod that went this long ago may still be the cause, seconds. */
const lossSeconds = 60;

/** Adds one look at both tracks' pods; the first one only says what had happened before. */
export function recordHealth(
  before: HealthRecord | undefined,
  pods: Readonly<Record<Track, readonly PodHealth[]>>,
  nowSeconds: number,
): HealthRecord {
  const all = [...pods.stable, ...pods.canary];
  const restarted = (["stable", "canary"] as const).map((track) => ({
    track,
    atSeconds: nowSeconds,
    count: before === undefined ? 0 : sum(pods[track], (pod) => newRestarts(before, pod)),
  }));
  const kills = pods.canary.flatMap(({ oomKills }) => oomKills);
  const oldKills = before?.oldKills ?? kills;
  const canaryPods = pods.canary.map(({ uid }) => uid);
  const ready = { stable: countReady(pods.stable), canary: countReady(pods.canary) };
  const lost = before?.canaryPods.some((uid) => !canaryPods.includes(uid))
    ? nowSeconds
    : before?.lostAtSeconds;
  return {
    restarts: { ...before?.restarts, ...Object.fromEntries(all.map(({ uid, restarts }) => [uid, restarts])) },
    restarted: [
      ...(before?.restarted ?? []).filter(({ atSeconds }) => nowSeconds - atSeconds < windowSeconds),
      ...restarted.filter(({ count }) => count > 0),
    ],
    oldKills,
    canaryKills: kills.filter((kill) => !oldKills.includes(kill)).length,
    stableKilled: pods.stable.some(({ oomKills }) => oomKills.length > 0),
    ready,
    ...(ready.canary > 0 ? {} : { unreadySinceSeconds: before?.unreadySinceSeconds ?? nowSeconds }),
    ...(lost === undefined ? {} : { lostAtSeconds: lost }),
    canaryPods,
  };
}

function newRestarts({ restarts }: HealthRecord, pod: PodHealth): number {
  return Math.max(0, pod.restarts - (restarts[pod.uid] ?? 0));
}

function countReady(pods: readonly PodHealth[]): number {
  return pods.filter(({ ready }) => ready).length;
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

/**
 * Judges the canary's pods against stable's: more than 5 restarts in 5 minutes, a kill for lack of memory, or no
 * ready pod for 15 s. What befalls stable as well is shared and says nothing against the canary.
 */
export function judgeHealth(record: HealthRecord, nowSeconds: number): CanaryHarm | undefined {
  const { ready, canaryKills, stableKilled, unreadySinceSeconds, lostAtSeconds } = record;
  const restarts = (track: Track): number =>
    sum(
      record.restarted.filter((one) => one.track === track),
      ({ count }) => count,
    );
  if (canaryKills > 0 && !stableKilled) {
    const sentence = `${canaryKills} containers of the canary were killed for lack of memory (OOMKilled), none of stable's`;
    return { kind: "fail", basis: "oomKilled", sentence };
  }
  if (restarts("canary") > mostRestarts && restarts("stable") <= mostRestarts) {
    const sentence = `the canary's containers restarted ${restarts("canary")} times within 5 minutes, stable's ${restarts("stable")} times; at most ${mostRestarts} are borne`;
    return { kind: "fail", basis: "restarts", sentence };
  }
  const waited = unreadySinceSeconds === undefined ? 0 : nowSeconds - unreadySinceSeconds;
  if (waited < unreadySeconds || ready.stable === 0) return undefined;
  const lost = lostAtSeconds !== undefined && nowSeconds - lostAtSeconds < lossSeconds;
  const sentence = `no pod of the canary has been ready for ${Math.round(waited)} s, ${ready.stable} of stable's are${lost ? "; its pods were taken away" : ""}`;
  return { kind: lost ? "interrupted" : "fail", basis: "notReady", sentence };
}
