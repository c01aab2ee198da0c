import { readSizing } from "../../cluster/autoscaler";
import { listWatched } from "../../cluster/pods";
import { readTrack } from "../../cluster/workloads";
import { fullReplicas } from "../../core/workload/sizes/capacity";
import { pauseOf } from "../../core/ledger/pause";
import type { Lever } from "../../core/lever/service";
import { judgeHealth, recordHealth } from "../../core/stage/canary-health";
import type { HealthRecord } from "../../core/stage/canary-health";
import { both, seen } from "../../core/stage/seen";
import type { Seen } from "../../core/stage/seen";
import type { SoakFacts } from "../../core/stage/watch-soak";
import { followLoad } from "../../traffic/write/follow-load";
import { findLever } from "../../traffic/end/lever";
import { readRoute } from "../../traffic/look/read-route";
import { keepStableFloor } from "../../traffic/write/stable-floor";
import { see } from "../see";
import type { Session } from "../../session/session";

/** Result of one look of a soak at the cluster. */
export interface SoakLook {
  readonly facts: Pick<SoakFacts, "route" | "stable" | "harm" | "pause">;
  /** Track that the canary's Service selects. */
  readonly lever: Seen<Lever>;
  /** Both tracks' pods as they are now; absent where they could not be read. */
  readonly health?: HealthRecord;
  readonly memory: SoakMemory;
}

/** Memory of a soak from one look to the next; a value that could not be read stays as it was. */
export interface SoakMemory {
  readonly health?: HealthRecord;
  /** Pods that stable had when the soak began. */
  readonly stableBefore?: number;
}

/** Reads everything that a soak watches besides the evidence: each fact by itself, so that none hides another. */
export async function lookAround(
  session: Session,
  { weight }: { readonly weight: number },
  before: SoakMemory,
): Promise<SoakLook> {
  const { settings, cluster } = session;
  const [route, lever, stored, track, sizing, stablePods, canaryPods, kept, followed] = await Promise.all([
    see(readRoute(cluster, settings)),
    see(findLever(cluster, settings)),
    see(session.store.read()),
    see(readTrack(cluster, settings, "stable")),
    see(readSizing(cluster, settings)),
    see(listWatched(cluster, settings, "stable")),
    see(listWatched(cluster, settings, "canary")),
    see(keepStableFloor(session, weight)),
    see(followLoad(session, weight, weight, before.stableBefore)),
  ]);
  const all: Readonly<Record<string, Seen<unknown>>> = {
    "the route": route,
    "the canary's Service": lever,
    "the ledger": stored,
    "stable's Deployment": track,
    "stable's autoscaler": sizing,
    "stable's pods": stablePods,
    "the canary's pods": canaryPods,
    "the floor of stable's autoscaler": kept,
    "the canary's size": followed,
  };
  sayUnseen(session, all);
  const stable = both(track, sizing, (live, { scale, floor }) => {
    const load = { declared: scale, replicas: live?.replicas ?? 0, weight };
    const needed = fullReplicas({ ...load, floor });
    return { ready: live?.readyReplicas ?? 0, needed };
  });
  const now = session.now();
  const pods = both(stablePods, canaryPods, (ofStable, ofCanary) => ({ stable: ofStable, canary: ofCanary }));
  const health = pods.kind === "seen" ? recordHealth(before.health, pods.value, now) : before.health;
  const harm = pods.kind === "seen" && health !== undefined ? judgeHealth(health, now) : undefined;
  const pause = stored.kind === "seen" ? seen(pauseOf(stored.value?.ledger)) : stored;
  const live = route.kind === "seen" ? seen(route.value?.live) : route;
  const stableBefore = before.stableBefore ?? (followed.kind === "seen" ? followed.value.stable : undefined);
  return {
    lever,
    ...(pods.kind === "seen" && health !== undefined ? { health } : {}),
    facts: { route: live, stable, pause, ...(harm === undefined ? {} : { harm }) },
    memory: {
      ...(health === undefined ? {} : { health }),
      ...(stableBefore === undefined ? {} : { stableBefore }),
    },
  };
}

/** One line for each reason, with everything that it hides. */
function sayUnseen(session: Session, facts: Readonly<Record<string, Seen<unknown>>>): void {
  const reasons = new Map<string, string[]>();
  for (const [name, fact] of Object.entries(facts)) {
    if (fact.kind === "unseen") reasons.set(fact.problem, [...(reasons.get(fact.problem) ?? []), name]);
  }
  for (const [reason, names] of reasons) {
    session.say(`cannot see ${names.join(", ")} for now: ${reason}`, "warning");
  }
}
