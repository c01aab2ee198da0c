import { readSizing } from "../../cluster/autoscaler";
import { readTrack, scaleTrack } from "../../cluster/workloads";
import { isRunning } from "../../core/ledger/ledger";
import type { Ledger } from "../../core/ledger/ledger";
import { decideReplicas } from "../../core/workload/sizes/declared-replicas";
import type { ReplicasDecision } from "../../core/workload/sizes/declared-replicas";
import type { StableScale } from "../../core/workload/sizes/capacity";
import type { Session } from "../../session/session";
import { releaseStableFloor } from "../../traffic/write/stable-floor";

/**
 * Decides on stable's number of pods by what is live now.
 * @param before - declared in the run before
 */
export async function planReplicas(
  { settings, cluster }: Session,
  ledger: Ledger | undefined,
  before: StableScale | undefined,
): Promise<ReplicasDecision> {
  const [stable, { autoscaler }] = await Promise.all([
    readTrack(cluster, settings, "stable"),
    readSizing(cluster, settings),
  ]);
  return decideReplicas({
    declared: settings.stable,
    before,
    live: stable?.replicas,
    autoscaled: autoscaler !== undefined,
    running: isRunning(ledger),
  });
}

/**
 * Sets the declared number, where this run is to do it; between releases also the lower end of Sluice's own autoscaler.
 */
export async function applyReplicas(session: Session, before: StableScale | undefined): Promise<void> {
  const { settings, cluster, store } = session;
  const ledger = (await store.read())?.ledger;
  const { to, sentence } = await planReplicas(session, ledger, before);
  if (sentence !== undefined) session.say(sentence);
  if (to !== undefined) await scaleTrack(cluster, settings, "stable", to);
  if (!isRunning(ledger)) await releaseStableFloor(session);
}
