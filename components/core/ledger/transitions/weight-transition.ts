import type { Attempt, Intent, Ledger, Move, StageVerdict } from "../ledger";
import type { ZeroKind } from "../../live";
import { nameReason } from "../../name-reason";
import { describeMove, describeWeight, weightOf } from "../../stage/exposure";
import type { LedgerEvent, Transition } from "../transition";
import { kept, requireAttempt, requirePhase, requireRule, withVersion, without } from "../transition";

/** A write of the route that is about to happen. */
export interface IntendedWrite {
  /** Whole percent; the ledger's weight for a structural write. */
  readonly to: number;
  /** The epoch that the route will carry. */
  readonly epoch: string;
  /** Stack or command that writes. */
  readonly by: string;
  readonly nowSeconds: number;
}

/**
 * Announces a write of the route, before it. A raise needs a stage of exactly that weight whose shift has begun.
 * @throws {RangeError} when a write is pending, when the weight would fall (that is `zeroWritten`), or rise
 * without its stage
 */
export function recordIntent(ledger: Ledger, write: IntendedWrite): Transition {
  const action = `move traffic of`;
  const { to, epoch, by, nowSeconds } = write;
  requireRule(ledger, action, ledger.intent === undefined, "no other write of the route may be pending");
  requireRule(
    ledger,
    action,
    to >= ledger.weight,
    `weight must not fall below ${ledger.weight} %: got ${to} %`,
  );
  requireRule(ledger, action, epoch !== ledger.epoch, `epoch must be a new one: got ${epoch}`);
  if (to > ledger.weight) {
    requirePhase(ledger, action, "progressing");
    const stage = requireAttempt(ledger, action).stages.find((one) => weightOf(one) === to);
    requireRule(
      ledger,
      action,
      stage?.phase === "shifting",
      `weight must be that of a shifting stage: got ${to} %`,
    );
  }
  const intent: Intent = { from: ledger.weight, to, epoch, atSeconds: nowSeconds, by };
  const message =
    to === ledger.weight
      ? `Writing the route at ${describeWeight(to)}`
      : `Moving traffic from ${describeMove(intent.from, " to ", to)}`;
  return { ledger: { ...ledger, intent }, event: { type: "Normal", reason: "RouteWrite", message } };
}

/** A write of the route that is known to have happened. */
export interface ConfirmedWrite {
  readonly to: number;
  readonly epoch: string;
  /** Reason that allowed it, one sentence. */
  readonly reason: string;
  /** Checks of the gate that an emergency or a rollback waived. */
  readonly waived?: readonly string[];
  readonly nowSeconds: number;
}

/**
 * Confirms the announced write: weight and epoch are the route's now.
 * @throws {RangeError} when it is not the write that was announced
 */
export function confirmMove(ledger: Ledger, write: ConfirmedWrite): Transition {
  const { to, epoch, reason, waived, nowSeconds } = write;
  const intent = ledger.intent;
  const rule = `the write must be the announced one (${intent ? `${intent.to} %, ${intent.epoch}` : "none"}): got ${to} %, ${epoch}`;
  requireRule(ledger, "confirm a move of", intent?.to === to && intent.epoch === epoch, rule);
  const { from, by } = intent as Intent;
  const { who } = ledger.lock ?? {};
  const move: Move = {
    atSeconds: nowSeconds,
    from,
    to,
    by,
    ...(who === undefined ? {} : { who }),
    reason,
    ...(waived?.length ? { waived } : {}),
  };
  const message =
    from === to
      ? `Route written at ${describeWeight(to)}`
      : `Traffic moved from ${describeMove(from, " to ", to)}: ${reason}`;
  return {
    ledger: { ...without(ledger, "intent"), weight: to, epoch, moves: withMove(ledger, move) },
    event: { type: "Normal", reason: from === to ? "RouteWritten" : "TrafficMoved", message },
  };
}

/**
 * Drops an announced write that was not carried out: the route still has the ledger's weight and epoch.
 * @throws {RangeError} when none was announced
 */
export function intentDropped(ledger: Ledger): Transition {
  requireRule(ledger, "drop a write of", ledger.intent !== undefined, "a write of the route must be pending");
  const message = `A write of ${ledger.intent?.to} % was announced and not carried out`;
  return { ledger: without(ledger, "intent"), event: { type: "Normal", reason: "RouteNotWritten", message } };
}

/** Reasons for weight 0 that say nothing against the version: it may be released again. */
const blameless: readonly ZeroKind[] = ["supersede", "revert", "interrupted", "stable-harmed"];

/** A write of weight 0 that happened. */
export interface ZeroWrite {
  readonly kind: ZeroKind;
  /** One sentence, or the text given to `sluice abort`. */
  readonly reason: string;
  readonly epoch: string;
  readonly by: string;
  /** Verdict of a soak that ended `fail` or blind: belongs to the stage that was soaking. */
  readonly verdict?: StageVerdict;
  readonly nowSeconds: number;
}

/**
 * All traffic is on stable. Ends the attempt, except: `promote` belongs to the promotion; when the attempt has
 * ended already only weight and epoch are taken over.
 * @throws {RangeError} for `promote` outside a promotion; for `supersede` and `revert` in one; while promoting
 * for everything but `abort` and `promote` (stable must be put back first, see `promotionAborted`)
 */
export function zeroWritten(ledger: Ledger, zero: ZeroWrite): Transition {
  const { kind, reason, epoch, by, nowSeconds } = zero;
  const why =
    { supersede: "superseded", revert: "reverted", promote: "promoted" }[kind as string] ??
    nameReason(kind, reason);
  const move: Move = { atSeconds: nowSeconds, from: ledger.weight, to: 0, by, reason: why };
  const moves = ledger.weight === 0 ? ledger.moves : withMove(ledger, move);
  const after: Ledger = { ...without(ledger, "intent"), weight: 0, epoch, moves };
  const moved = `Traffic moved from ${describeMove(ledger.weight, " to ", 0)}`;
  if (kind === "promote") {
    requirePhase(ledger, "move traffic to the new stable of", "promoting");
    return { ledger: after, event: { type: "Normal", reason: "TrafficMoved", message: `${moved}: ${why}` } };
  }
  if (ledger.phase === "aborted" || ledger.phase === "promoted") {
    return { ledger: after, event: { type: "Warning", reason: "TrafficMoved", message: `${moved}: ${why}` } };
  }
  const planned = kind === "supersede" || kind === "revert";
  requirePhase(
    ledger,
    kind,
    "progressing",
    "held",
    "passed",
    ...(kind === "abort" ? ["promoting" as const] : []),
  );
  return {
    ledger: aborted(after, kind === "abort" ? reason : why, nowSeconds, zero),
    event: abortEvent(ledger, planned ? why : nameReason(kind, reason), planned),
  };
}

/**
 * `sluice abort` while promoting: the ledger says so first, then stable's template goes back, then the weight.
 * @throws {RangeError} unless promoting
 */
export function promotionAborted(
  ledger: Ledger,
  abort: { readonly reason: string; readonly nowSeconds: number },
): Transition {
  requirePhase(ledger, "abort the promotion of", "promoting");
  return {
    ledger: aborted(ledger, abort.reason, abort.nowSeconds, { kind: "abort" }),
    event: abortEvent(ledger, `abort: ${abort.reason}`, false),
  };
}

/** The ledger whose attempt ended: its stages, its version and why. */
export function aborted(
  ledger: Ledger,
  endReason: string,
  nowSeconds: number,
  { kind, verdict }: Pick<ZeroWrite, "kind" | "verdict">,
): Ledger {
  const attempt = ledger.attempt;
  // A rebuilt ledger may know of no attempt; its traffic can be taken away all the same.
  if (attempt === undefined) return { ...without(ledger, "note", "promotion"), phase: "aborted" };
  const stages = attempt.stages.map((stage) => {
    if (stage.phase === "pending" || stage.phase === "passed") return stage;
    const phase = verdict?.kind === "fail" ? ("failed" as const) : ("held" as const);
    return { ...stage, phase, endedAtSeconds: nowSeconds, ...(verdict ? { verdict } : {}) };
  });
  const ended: Attempt = { ...attempt, stages, endedAtSeconds: nowSeconds, endReason };
  return {
    ...without(ledger, "note", "promotion"),
    attempt: ended,
    phase: "aborted",
    aborted: blameless.includes(kind) ? ledger.aborted : withVersion(ledger.aborted, attempt),
    ...(kind === "stable-harmed" ? { putBack: withVersion(ledger.putBack ?? [], attempt) } : {}),
  };
}

/** Event of an attempt that ended. */
function abortEvent(ledger: Ledger, why: string, planned: boolean): LedgerEvent {
  const message = `Attempt ${ledger.attempt?.number ?? "unknown"} ended at ${describeWeight(ledger.weight)}, all traffic on stable: ${why}`;
  return { type: planned ? "Normal" : "Warning", reason: "Aborted", message };
}

function withMove(ledger: Ledger, move: Move): readonly Move[] {
  return move.from === move.to ? ledger.moves : [...ledger.moves, move].slice(-kept.moves);
}
