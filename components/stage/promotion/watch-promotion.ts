import { isUnreachable } from "../../cluster/api-error";
import type { Ledger } from "../../core/ledger/ledger";
import { savePromotion } from "../../core/ledger/transitions/promotion-moves";
import { decidePromotion } from "../../core/release/promotion-steps";
import type { PromotionStep } from "../../core/release/promotion-steps";
import type { RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import { RunEnd } from "../../core/run-end";
import { save as toSaved } from "../../core/verdict/index";
import type { EvidenceState } from "../../core/verdict/index";
import { toRunEnd } from "../../session/failure";
import { heldLock } from "../../session/held-locks";
import type { Session } from "../../session/session";
import { moveToZero } from "../../traffic/end/abort-release";
import { confirmWeight } from "../../traffic/write/confirm-weight";
import { sleep } from "../../traffic/wait";
import { watchShare } from "../../traffic/write/watch-share";
import type { ShareWatch } from "../../traffic/write/watch-share";
import { movePromotion, readLedger } from "./move-promotion";
import { enterStep, watchStep } from "./promotion-evidence";
import { lookAround } from "./promotion-look";
import type { Promoted } from "./stable-ready";
import { endAtWeight } from "../unwatched";

/**
 * Watches stable's new pods with half of the traffic, then with all of it, until they are known to do no worse than
 * the canary; where they do, the traffic goes back.
 * @throws {RunEnd} `failed` where it went back, `inconclusive` where nothing could be told in time, `refused` where
 * another writer wrote; each says where traffic is
 */
export async function watchPromotion(session: Session, begun: Ledger, promoted: Promoted): Promise<void> {
  let ledger = begun;
  while (ledger.phase === "promoting") {
    const { step, view } = await watchWeight(session, ledger, promoted);
    switch (step.action) {
      case "zero":
        await moveToZero(session, {
          kind: "promote",
          attempt: ledger.attempt?.number,
          reason: step.sentence,
          // Stable is watched while that is found out.
          confirm: false,
        });
        ledger = await readLedger(session);
        break;
      case "return":
        throw await goBack(session, view, step);
      case "finish":
        session.say(step.sentence);
        return;
      default:
        throw explainStop(session, ledger.weight, step);
    }
  }
  throw new RunEnd("failed", `the release is ${ledger.phase}: another command ended it`);
}

type Ending = Exclude<PromotionStep, { action: "watch" }>;

/** Looks at one weight until something else than watching is decided. */
async function watchWeight(
  session: Session,
  ledger: Ledger,
  promoted: Promoted,
): Promise<{ step: Ending; view?: RouteView }> {
  const { weight } = ledger;
  const sinceSeconds = ledger.moves.at(-1)?.atSeconds ?? session.now();
  const share = startShareWatch(session, weight, sinceSeconds);
  try {
    let state = await enterStep(session, ledger, sinceSeconds);
    for (;;) {
      const seen = await look(session, ledger, promoted, state, share);
      const { step } = seen;
      if (step.action !== "watch") return { step, ...(seen.view && { view: seen.view }) };
      state = seen.state;
      await save(session, state);
      session.progress(`promotion at ${weight} %: ${step.sentence}`);
      if (step.alarm !== undefined) session.say(step.alarm, "warning");
      await sleep(session.settings.analysis.tickSeconds * 1000, session.interrupted);
    }
  } catch (error) {
    throw await endPromotion(error, session, weight);
  } finally {
    share.stop();
  }
}

function startShareWatch(session: Session, weight: number, sinceSeconds: number): ShareWatch {
  const { propagationSeconds } = session.settings.traffic;
  // Connections to the canary live on until its pods end, which come after this.
  if (weight === 0 && routerOf(session.settings).byPods)
    return { share: () => ({ kind: "confirmed" }), stop: () => undefined };
  return watchShare(session, {
    weight,
    sinceSeconds,
    timeoutSeconds: Math.max(60, 6 * propagationSeconds),
    signal: session.interrupted,
  });
}

async function look(
  session: Session,
  ledger: Ledger,
  promoted: Promoted,
  before: EvidenceState,
  share: ShareWatch,
) {
  const [{ facts, view }, { state, evidence }] = await Promise.all([
    lookAround(session, ledger, promoted),
    watchStep(session, ledger, before),
  ]);
  const step = decidePromotion({
    ...facts,
    recorded: ledger.promotion?.weight,
    weight: ledger.weight,
    epoch: ledger.epoch,
    lockLost: heldLock(session.settings)?.lost.aborted ?? true,
    share: share.share(),
    evidence,
  });
  return { step, state, view };
}

/** Written every look; an API server that is away for a while costs nothing but the record of that while. */
async function save(session: Session, state: EvidenceState): Promise<void> {
  try {
    await session.save((current) => savePromotion(current, toSaved(state)));
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    session.say(`cannot write the evidence for now: ${(error as Error).message}`, "warning");
  }
}

async function goBack(
  session: Session,
  view: RouteView | undefined,
  { to, sentence }: Extract<PromotionStep, { action: "return" }>,
): Promise<RunEnd> {
  const { settings } = session;
  // A step that goes back has seen the route.
  await movePromotion(session, view as RouteView, { to, reason: `promotion: ${sentence}` });
  const observed = await confirmWeight(session, {
    weight: to,
    sinceSeconds: session.now(),
    timeoutSeconds: 10,
    signal: session.interrupted,
  });
  const where = observed === "confirmed" ? "observed" : "written, not confirmed by the router's counts";
  return new RunEnd("failed", {
    text: `Promotion of "${settings.app}" went back (promotion): ${sentence}; the canary has ${to} % again (${where}) and keeps it, stable keeps the release's template`,
    fix: `pulumi up -s ${settings.stack} tries again, sluice abort ${settings.environment} --reason TEXT puts stable back to what it was and then gives it the traffic`,
  });
}

/** End of a watch, for any cause, with a sentence on where traffic is and who watches. */
async function endPromotion(error: unknown, session: Session, weight: number): Promise<RunEnd> {
  const { settings } = session;
  const action = `promote "${settings.app}"`;
  if (weight > 0) return await endAtWeight(error, action, session, weight);
  const { end, problem } = toRunEnd(error, action);
  return new RunEnd(end, {
    text: `${problem.text}; all traffic of "${settings.app}" is on stable, and no run watches it now`,
    fix: `go on: pulumi up -s ${settings.stack}; go back: sluice rollback ${settings.environment}`,
  });
}

function explainStop(
  { settings }: Session,
  weight: number,
  { end, sentence }: Extract<PromotionStep, { action: "stop" }>,
): RunEnd {
  const { app, stack, environment } = settings;
  const way =
    weight === 0
      ? `sluice rollback ${environment} brings the previous release back`
      : `sluice abort ${environment} --reason TEXT ends it`;
  return new RunEnd(end, {
    text: `Promotion of "${app}" stands at ${weight} %: ${sentence}`,
    fix: `pulumi up -s ${stack} goes on from here; ${way}`,
  });
}
