import { isConflict } from "../../cluster/api-error";
import type { Ledger } from "../../core/ledger/ledger";
import { promotionMoved, promotionMoves } from "../../core/ledger/transitions/promotion-moves";
import type { RouteView } from "../../core/routers/router";
import { RunEnd } from "../../core/run-end";
import { heldLock } from "../../session/held-locks";
import type { Session } from "../../session/session";
import { commitOnce } from "../../traffic/commit-once";
import { freshEpoch } from "../../traffic/fresh-epoch";
import { explainGivenUp, raiseWeight } from "../../traffic/write/raise-weight";

/** A move of a promotion: half to stable, or all back to the canary. */
export interface PromotionMove {
  readonly to: number;
  readonly reason: string;
}

/**
 * Announces a move in the ledger, writes it once and records it; whoever wrote the route meanwhile wins.
 * @returns the ledger after it
 */
export async function movePromotion(
  session: Session,
  view: RouteView,
  { to, reason }: PromotionMove,
): Promise<Ledger> {
  const { settings } = session;
  const epoch = freshEpoch(view.live.epoch);
  await session.commit((ledger, nowSeconds) =>
    promotionMoves(ledger, { to, epoch, by: settings.stack, nowSeconds }),
  );
  let tries = 0;
  try {
    await raiseWeight(session, view, { weight: to, epoch }, () => {
      demandLock(session);
      tries += 1;
    });
  } catch (error) {
    if (!isConflict(error)) throw error;
    throw new RunEnd("refused", {
      text: `Cannot promote "${settings.app}": another writer changed the route just before this run; ${explainGivenUp(to, tries - 1)}`,
      fix: `sluice status ${settings.environment} shows the state`,
    });
  }
  const isRecorded = (ledger: Ledger): boolean => ledger.epoch === epoch && ledger.intent === undefined;
  await commitOnce(session, isRecorded, (ledger, nowSeconds) =>
    promotionMoved(ledger, { to, epoch, reason, nowSeconds }),
  );
  session.say(`traffic ${view.live.weight} → ${to} %: ${reason}`, to > view.live.weight ? "warning" : "info");
  return await readLedger(session);
}

/** The ledger of now. */
export async function readLedger({ store, settings }: Session): Promise<Ledger> {
  const ledger = (await store.read())?.ledger;
  if (ledger !== undefined) return ledger;
  throw new RunEnd("refused", `Cannot promote "${settings.app}": its ledger is gone`);
}

function demandLock({ settings }: Session): void {
  const lost = heldLock(settings)?.lost;
  if (lost === undefined || lost.aborted)
    throw new RunEnd("busy", "the lock is lost: this run writes nothing any more");
}
