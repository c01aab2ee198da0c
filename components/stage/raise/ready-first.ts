import { listPods } from "../../cluster/pods";
import { warmPaths } from "../../core/checks/repeatable";
import { weightOf } from "../../core/stage/exposure";
import type { Session } from "../../session/session";
import type { Load } from "../../traffic/write/follow-load";
import { readRoute } from "../../traffic/look/read-route";
import { explainWarmth, warmTrack } from "../../traffic/reach/warm-track";
import { checkCanary } from "./check-canary";
import { neededCheckSeconds } from "../evidence/pinned";
import { raiseCanary } from "./raise-canary";
import type { StageContext } from "../stage-context";

/**
 * Readies a canary for its first user: warms its pods, and has the checks stand in for evidence where the stage says
 * so. Does nothing where it has users already, or where a way back is under way, which waits for no proof.
 * @returns time for which the checks passed at weight 0, seconds
 */
export async function readyFirst(
  session: Session,
  { stage, ledger, route }: Pick<StageContext, "stage" | "ledger" | "route">,
  load: Load | undefined,
): Promise<number> {
  if (load === undefined || route === undefined || route.live.weight > 0) return 0;
  await warm(session);
  const neededSeconds = neededCheckSeconds(ledger, stage);
  if (neededSeconds === undefined) return 0;
  const passedSeconds = await checkCanary(session, stage, load, neededSeconds);
  // Stable may have grown meanwhile, and what takes over all of it is to be as large.
  await raiseCanary(session, weightOf(stage), 0);
  return passedSeconds;
}

async function warm({ settings, cluster, interrupted, progress, say }: Session): Promise<void> {
  const { warmupRequests: perPod = 0, checks = [] } = settings;
  if (perPod === 0) return;
  const [view, pods] = await Promise.all([
    readRoute(cluster, settings),
    listPods(cluster, settings, "canary"),
  ]);
  if (view === undefined) return;
  progress(`warming the canary: ${perPod} requests for each pod`);
  const warmth = { track: "canary", pods: pods.length, perPod, paths: warmPaths(checks) } as const;
  say(explainWarmth(warmth, await warmTrack(settings, view, warmth, interrupted)));
}
