import type { Intent, Ledger } from "../ledger";
import type { Transition } from "../transition";
import { requirePhase, requireRule, without } from "../transition";
import type { ConfirmedWrite, IntendedWrite } from "./weight-transition";
import { confirmMove } from "./weight-transition";

/** Weight at which stable's new pods are compared with the canary's, percent. */
export const halfWeight = 50;

const action = "move traffic in the promotion of";

/**
 * A promotion that goes on has a record of what its canary had; one without it is at its beginning.
 * @returns undefined where there is nothing to note
 */
export function promotionNoted(ledger: Ledger): Ledger | undefined {
  const isNew = ledger.phase === "promoting" && ledger.promotion === undefined && ledger.weight > halfWeight;
  return isNew ? { ...ledger, promotion: { weight: ledger.weight } } : undefined;
}

/**
 * Announces a move of the promotion: half of the traffic to stable, or all of it back to what the canary had when
 * stable began to roll. 0 is written first and recorded after it, see `zeroWritten`.
 * @throws {RangeError} for any other weight, outside a promotion, and while another write is pending
 */
export function promotionMoves(ledger: Ledger, write: IntendedWrite): Transition {
  const { to, epoch, by, nowSeconds } = write;
  const { promotion, ...rest } = ledger;
  requirePhase(ledger, action, "promoting");
  requireRule(ledger, action, ledger.intent === undefined, "no other write of the route may be pending");
  requireRule(ledger, action, epoch !== ledger.epoch, `epoch must be a new one: got ${epoch}`);
  const most = promotion?.weight ?? 0;
  const isStep = to === halfWeight && ledger.weight > halfWeight;
  const isReturn = to === most && to > ledger.weight;
  requireRule(
    ledger,
    action,
    isStep || isReturn,
    `weight must be ${halfWeight} % on the way down, or the ${most} % that the canary had: got ${to} % from ${ledger.weight} %`,
  );
  const intent: Intent = { from: ledger.weight, to, epoch, atSeconds: nowSeconds, by };
  const message = `Moving traffic from ${intent.from} to ${to} %`;
  return {
    // Evidence from before a move is none after it.
    ledger: { ...rest, intent, ...(promotion && { promotion: without(promotion, "evidence") }) },
    event: { type: isReturn ? "Warning" : "Normal", reason: "RouteWrite", message },
  };
}

/**
 * Confirms an announced move; one that went back says why until the next.
 * @throws {RangeError} when it is not the write that was announced
 */
export function promotionMoved(ledger: Ledger, write: ConfirmedWrite): Transition {
  const { ledger: moved, event } = confirmMove(ledger, write);
  if (write.to === halfWeight) return { ledger: without(moved, "note"), event };
  return {
    ledger: { ...moved, note: write.reason },
    event: { ...event, type: "Warning", reason: "PromotionReturned" },
  };
}

/** The engine's state after a look of a promotion; undefined where there is none any more to keep it for. */
export function savePromotion(ledger: Ledger, evidence: unknown): Ledger | undefined {
  const { phase, promotion } = ledger;
  return phase === "promoting" && promotion !== undefined
    ? { ...ledger, promotion: { ...promotion, evidence } }
    : undefined;
}
