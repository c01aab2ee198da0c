import { describeVersion, toVersion } from "../core/revision/version";
import type { Version } from "../core/revision/version";
import type { Ledger } from "../core/ledger/ledger";
import { halfWeight, promotionNoted } from "../core/ledger/transitions/promotion-moves";
import { promoted } from "../core/ledger/transitions/promotion-transition";
import { prefixed } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { listPods } from "../cluster/pods";
import { holdLock } from "../session/held-locks";
import type { Session } from "../session/session";
import { movePromotion, readLedger } from "../stage/promotion/move-promotion";
import { waitForStable } from "../stage/promotion/stable-ready";
import { reconciled } from "../stage/stage-context";
import { watchPromotion } from "../stage/promotion/watch-promotion";
import { moveToZero, repeatOnStable } from "../traffic/end/abort-release";
import { idleOrTell } from "../traffic/end/idle-canary";
import { readRoute } from "../traffic/look/read-route";
import { releaseStableFloor } from "../traffic/write/stable-floor";
import { explainWarmth, warmTrack } from "../traffic/reach/warm-track";

/** Outputs of the promotion, kept in Pulumi's state. */
export interface PromotionOutputs {
  readonly phase: string;
  readonly sentence: string;
}

/** Finishes the promotion that `Release` began: stable is on the new version; does nothing in every other phase. */
export async function promote(session: Session): Promise<PromotionOutputs> {
  const { settings, store } = session;
  const stored = await store.read();
  if (stored === undefined)
    throw new RunEnd("refused", {
      text: `Cannot promote "${settings.app}": its ledger is gone`,
      fix: "run the base stack again",
    });
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
    throw new RunEnd("refused", prefixed(`Cannot promote "${settings.app}": `, reconcile));
  if (ledger?.phase !== "promoting" || ledger.attempt === undefined) {
    return { phase: ledger?.phase ?? "unknown", sentence: "the release ended meanwhile" };
  }
  await session.save(promotionNoted);
  return await finish(session, await readLedger(session), toVersion(ledger.attempt));
}

async function finish(session: Session, ledger: Ledger, version: Version): Promise<PromotionOutputs> {
  const isFirst = ledger.attempt?.kind === "first";
  if (isFirst || ledger.promotion === undefined) await finishUnwatched(session, ledger, { version, isFirst });
  else await moveBySteps(session, ledger, version);
  await session.commit((current, nowSeconds) => promoted(current, { nowSeconds }));
  await repeatOnStable(session);
  await idleOrTell(session, session.interrupted);
  await releaseStableFloor(session);
  const sentence = `promoted: stable is ${describeVersion(version)}`;
  session.say(sentence);
  return { phase: "promoted", sentence };
}

/** Stable gets half of the traffic once it could carry all of it; from then on what it does decides. */
async function moveBySteps(session: Session, ledger: Ledger, version: Version): Promise<void> {
  const stable = { version, isFirst: false };
  let begun = ledger;
  if (ledger.weight > halfWeight) {
    await waitForStable(session, stable);
    await warmStable(session);
    // A pod may have died of the warm-up.
    await waitForStable(session, stable);
    const view = await readRoute(session.cluster, session.settings);
    if (view === undefined || view.live.weight !== ledger.weight || view.live.epoch !== ledger.epoch)
      throw new RunEnd("refused", {
        text: `Cannot promote "${session.settings.app}": live weight and epoch must be the ledger's: got ${view?.live.weight ?? "no route"} %, not ${ledger.weight} %`,
        fix: "run the same command again",
      });
    const reason = `stable runs ${describeVersion(version)}, is ready and warm`;
    begun = await movePromotion(session, view, { to: halfWeight, reason });
  }
  await watchPromotion(session, begun, stable);
}

async function warmStable(session: Session): Promise<void> {
  const { settings, cluster, interrupted } = session;
  const [view, pods] = await Promise.all([
    readRoute(cluster, settings),
    listPods(cluster, settings, "stable"),
  ]);
  const { warmupRequests } = settings.promotion;
  if (view === undefined || warmupRequests === 0) return;
  session.progress(`warming stable: ${warmupRequests} requests for each pod`);
  const warmth = { track: "stable", pods: pods.length, perPod: warmupRequests } as const;
  session.say(explainWarmth(warmth, await warmTrack(settings, view, warmth, interrupted)));
}

/**
 * Finishes a promotion without watching it: a first deploy has nothing to be compared with, and the start of an older
 * promotion is not known any more.
 */
async function finishUnwatched(
  session: Session,
  ledger: Ledger,
  stable: { readonly version: Version; readonly isFirst: boolean },
): Promise<void> {
  const { settings, cluster } = session;
  await waitForStable(session, stable);
  const route = await readRoute(cluster, settings);
  const live = route?.live.weight ?? 0;
  if (live === 0 && ledger.weight === 0) return;
  const { observed } = await moveToZero(session, {
    kind: "promote",
    attempt: ledger.attempt?.number,
    reason: `stable runs ${describeVersion(stable.version)} and is ready`,
  });
  if (observed === "confirmed") return;
  throw new RunEnd("inconclusive", {
    text: `Promotion of "${settings.app}" is not finished: all traffic is written to stable, but requests still reach the canary or cannot be counted`,
    fix: "run the same command again, it goes on from here",
  });
}
