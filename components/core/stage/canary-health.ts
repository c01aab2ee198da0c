import type { Track } from "../track";

/** One pod's containers as one look found them. */
export interface PodHealth {
  readonly uid: string;
  readonly ready: boolean;
  /** Restarts of all its containers since it was made. */
  readonly restarts: number;
  /** Kills for lack of memory that are still to be seen. */
  readonly oomKills: readonly MemoryKill[];
  /** Live limit of memory per container, bytes; one without a limit is not in it. */
  readonly memoryLimits?: Readonly<Record<string, number>>;
  /** Its containers are well, and its node is not heard of. */
  readonly stranded?: boolean;
  /** The kubelet's words, where it was evicted since it used more of the node's disk than its own limits allow. */
  readonly overflow?: string;
}

/** A container that was killed for lack of memory. */
export interface MemoryKill {
  /** Of this very kill. */
  readonly id: string;
  readonly container: string;
  /** Seconds since the epoch. */
  readonly atSeconds?: number;
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
  /** Number of them below the limit that stable's containers of the same name have by now. */
  readonly starvedKills: number;
  /** Whether any pod of stable shows one. */
  readonly stableKilled: boolean;
  /** Pods that had overflowed before the soak began. */
  readonly oldOverflows: readonly string[];
  /** Words of the kubelet on the canary's since. */
  readonly canaryOverflows: readonly string[];
  /** Whether any pod of stable did. */
  readonly stableOverflowed: boolean;
  readonly ready: Readonly<Record<Track, number>>;
  /** Since when no pod of the canary is ready. */
  readonly unreadySinceSeconds?: number;
  /** Moment at which a pod of the canary was last found gone, or without its node. */
  readonly lostAtSeconds?: number;
  readonly canaryPods: readonly string[];
}

/** Harm that the canary's own pods show. `interrupted` is no evidence against its image. */
export interface CanaryHarm {
  readonly kind: "fail" | "interrupted";
  readonly basis: "restarts" | "oomKilled" | "evicted" | "notReady" | "synthetic" | "interrupted";
  readonly sentence: string;
}

/** Time over which restarts are counted, seconds. */
const windowSeconds = 300;
/** More restarts than this within it are harm. */
export const mostRestarts = 5;
/** A canary without any ready pod is borne this long, seconds: one probe that failed by chance is no reason. */
const unreadySeconds = 15;
/** A pod that went this long ago may still be the cause, seconds. */
const lossSeconds = 60;

/** Adds one look at both tracks' pods; the first one only records earlier restarts and kills. */
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
  const oldKills = before?.oldKills ?? kills.map(({ id }) => id);
  const isNew = ({ id }: MemoryKill): boolean => !oldKills.includes(id);
  const canaryPods = pods.canary.map(({ uid }) => uid);
  const overflowed = pods.canary.filter(({ overflow }) => overflow !== undefined).map(({ uid }) => uid);
  const oldOverflows = before?.oldOverflows ?? overflowed;
  const ready = { stable: countReady(pods.stable), canary: countReady(pods.canary) };
  const gone = before?.canaryPods.some((uid) => !canaryPods.includes(uid)) ?? false;
  const lost = gone || pods.canary.some(({ stranded }) => stranded) ? nowSeconds : before?.lostAtSeconds;
  return {
    restarts: { ...before?.restarts, ...Object.fromEntries(all.map(({ uid, restarts }) => [uid, restarts])) },
    restarted: [
      ...(before?.restarted ?? []).filter(({ atSeconds }) => nowSeconds - atSeconds < windowSeconds),
      ...restarted.filter(({ count }) => count > 0),
    ],
    oldKills,
    canaryKills: kills.filter(isNew).length,
    starvedKills: sum(
      pods.canary,
      (pod) => pod.oomKills.filter((kill) => isNew(kill) && isStarved(kill, pod, pods.stable)).length,
    ),
    stableKilled: pods.stable.some(({ oomKills }) => oomKills.length > 0),
    oldOverflows,
    canaryOverflows: pods.canary.flatMap(({ uid, overflow }) =>
      overflow === undefined || oldOverflows.includes(uid) ? [] : [overflow],
    ),
    stableOverflowed: pods.stable.some(({ overflow }) => overflow !== undefined),
    ready,
    ...(ready.canary > 0 ? {} : { unreadySinceSeconds: before?.unreadySinceSeconds ?? nowSeconds }),
    ...(lost === undefined ? {} : { lostAtSeconds: lost }),
    canaryPods,
  };
}

/** Whether the killed container had less than stable's of the same name have, as after a resize that it did not get. */
function isStarved({ container }: MemoryKill, pod: PodHealth, stable: readonly PodHealth[]): boolean {
  const limit = pod.memoryLimits?.[container];
  return (
    limit !== undefined &&
    stable.some(({ memoryLimits }) => {
      const given = memoryLimits?.[container];
      return given !== undefined && limit < given;
    })
  );
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

/** Whether pods of the canary were taken away so lately that it may be the cause. */
export function wereTaken({ lostAtSeconds }: HealthRecord, nowSeconds: number): boolean {
  return lostAtSeconds !== undefined && nowSeconds - lostAtSeconds < lossSeconds;
}

/**
 * Judges the canary's pods against stable's: more than 5 restarts in 5 minutes, a kill for lack of memory, an eviction
 * for more on the node's disk than its own limits allow, or no ready pod for 15 s. A single kill or eviction takes the
 * canary off without guilt, several reject it. Harm to stable as well is shared and no evidence against the canary; nor
 * is it where pods of the canary were taken away, or had less memory than stable's.
 */
export function judgeHealth(record: HealthRecord, nowSeconds: number): CanaryHarm | undefined {
  const { ready, canaryKills, starvedKills, stableKilled, unreadySinceSeconds } = record;
  const { canaryOverflows, stableOverflowed } = record;
  const restarts = (track: Track): number =>
    sum(
      record.restarted.filter((one) => one.track === track),
      ({ count }) => count,
    );
  if (canaryKills > 0 && !stableKilled) {
    const some = canaryKills === 1 ? "a container" : `${canaryKills} containers`;
    const sentence = `${some} of the canary ${canaryKills === 1 ? "was" : "were"} killed for lack of memory (OOMKilled), none of stable's`;
    if (starvedKills === canaryKills) {
      return interrupted(
        `${sentence}, which have a higher limit by now than the file gives: set sluice:app.resources.limits.memory to it`,
      );
    }
    // The node may have had too little for one of them, or one request was too large: that is not the version's doing yet.
    return canaryKills === 1
      ? interrupted(`${sentence}; one kill alone does not reject the version: look at its memory first`)
      : { kind: "fail", basis: "oomKilled", sentence };
  }
  const [overflow, ...more] = stableOverflowed ? [] : canaryOverflows;
  if (overflow !== undefined) {
    const some = more.length === 0 ? "a pod of the canary was" : `${more.length + 1} pods of the canary were`;
    const sentence = `${some} evicted for more on the node's disk than its limit allows, none of stable's (${overflow})`;
    return more.length === 0
      ? interrupted(`${sentence}; one alone does not reject the version: look at what it writes first`)
      : { kind: "fail", basis: "evicted", sentence };
  }
  const isLost = wereTaken(record, nowSeconds);
  const blame = (basis: "restarts" | "notReady", sentence: string): CanaryHarm =>
    isLost ? interrupted(`${sentence}; its pods were taken away`) : { kind: "fail", basis, sentence };
  if (restarts("canary") > mostRestarts && restarts("stable") <= mostRestarts) {
    return blame(
      "restarts",
      `the canary's containers restarted ${restarts("canary")} times within 5 minutes, stable's ${restarts("stable")} times; at most ${mostRestarts} are tolerated`,
    );
  }
  const waited = unreadySinceSeconds === undefined ? 0 : nowSeconds - unreadySinceSeconds;
  return waited < unreadySeconds || ready.stable === 0
    ? undefined
    : blame(
        "notReady",
        `no pod of the canary has been ready for ${Math.round(waited)} s, ${ready.stable} of stable's are`,
      );
}

function interrupted(sentence: string): CanaryHarm {
  return { kind: "interrupted", basis: "interrupted", sentence };
}
