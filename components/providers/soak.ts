import type { Ledger } from "../core/ledger/ledger";
import { held, saveEvidence, stageSoaking } from "../core/ledger/transitions/stage-transition";
import { save as toSaved } from "../core/verdict/index";
import type { EvidenceState } from "../core/verdict/index";
import { flushMessages } from "../notify/outbox";
import { toStageVerdict } from "../stage/evidence/feed";
import { pinnedMetrics, pinnedPlaces } from "../stage/evidence/pinned";
import { commitOnce } from "../traffic/commit-once";
import { watchShare } from "../traffic/write/watch-share";
import type { ShareWatch } from "../traffic/write/watch-share";
import { prefixed, toRefusal } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { describeExposure, describeWeight, isAside, weightOf } from "../core/stage/exposure";
import type { Stage } from "../core/stage/exposure";
import type { SoakDecision } from "../core/stage/watch-soak";
import { explainWayOut } from "../core/gitops/explain-writer";
import { toRunEnd } from "../session/failure";
import { tellOnce } from "../session/tell-once";
import { dropLock, heldLock, holdLock } from "../session/held-locks";
import { inSession } from "../session/session";
import type { ResourceInputs, Session } from "../session/session";
import { heedTicks } from "../stage/soak/heed-tick";
import { enterStage } from "../stage/soak/soak-evidence";
import { recordPass, saveTick, tellPauses } from "../stage/soak/soak-record";
import { takeOff } from "../stage/soak/take-off";
import { tick } from "../stage/soak/soak-tick";
import type { SoakBeside, SoakedStage, SoakTick } from "../stage/soak/soak-tick";
import { watchTrials } from "../stage/soak/watch-trials";
import { startWatchdog } from "../stage/jobs/start-watchdog";
import { sleepBeside, startSyntheticChecks } from "../stage/soak/synthetic-checks";
import { readStage } from "../stage/stage-context";
import { stageOf, stageProvider } from "./stage-provider";
import { endAtWeight } from "../stage/unwatched";

/** Outputs of the soak, kept in Pulumi's state. */
interface SoakOutputs {
  readonly verdict: string;
  readonly sentence: string;
}

export const { diff, create, update, delete: remove } = stageProvider("soak", run);
export { remove as delete };

async function run(inputs: ResourceInputs): Promise<SoakOutputs> {
  const stage = stageOf(inputs);
  return await inSession(inputs, async (session) => {
    try {
      return await soak(session, stage);
    } catch (error) {
      throw await tellOnce(
        session,
        toRunEnd(error, `soak "${inputs.settings.app}" at ${describeExposure(stage)}`),
      );
    } finally {
      await dropLock(session.settings);
      // The last of a stage's operations: this process may end with it.
      await flushMessages();
    }
  });
}

async function soak(session: Session, stage: Stage): Promise<SoakOutputs> {
  const { settings } = session;
  const weight = weightOf(stage);
  if (heldLock(settings) === undefined) {
    const quiet = await readStage(session, stage, false);
    if (quiet.decision.kind === "no-op") return { verdict: "pass", sentence: quiet.decision.sentence };
    await holdLock(session);
  }
  const context = await readStage(session, stage, true);
  const { decision, route, ledger, reconcile } = context;
  if (decision.kind === "no-op") return { verdict: "pass", sentence: decision.sentence };
  if (decision.kind !== "soak" || route === undefined || ledger === undefined || reconcile.kind === "drift") {
    const why = reconcile.kind === "drift" ? reconcile : toRefusal(decision);
    throw new RunEnd(
      "refused",
      prefixed(`Cannot soak "${settings.app}" at ${describeExposure(stage)}: `, why),
    );
  }
  const soaked = {
    stage,
    weight,
    epoch: route.live.epoch,
    attempt: ledger.attempt?.number ?? 0,
    rollback: ledger.attempt?.kind === "rollback",
    metrics: pinnedMetrics(ledger, settings),
    places: pinnedPlaces(ledger),
  };
  try {
    return await end(session, soaked, await judge(session, ledger, soaked));
  } catch (error) {
    const said = error instanceof SoakEnd;
    throw said
      ? error
      : await endAtWeight(error, `soak "${settings.app}" at ${describeExposure(stage)}`, session, weight);
  }
}

/** End that the soak itself decided: it names where traffic is. */
class SoakEnd extends RunEnd {
  override readonly recorded = true;
}

async function judge(session: Session, ledger: Ledger, soaked: SoakedStage): Promise<SoakTick> {
  const { stage } = soaked;
  const soaking = await session.commit((current, nowSeconds) =>
    stageSoaking(current, { key: stage.key, nowSeconds }),
  );
  // Somebody may have deleted it since the raise. Beside the soak, which watches by itself.
  void startWatchdog(session, soaking).then(
    (missing) => missing && session.say(missing.text, "warning"),
    () => undefined,
  );
  const state = await enterStage(session, soaking, stage);
  const watchedFrom = state.cursorSeconds ?? session.now();
  await session.save((current) =>
    saveEvidence(current, { evidence: toSaved(state), watchedUntilSeconds: watchedFrom }),
  );
  const share = startShareWatch(session, stage, ledger.moves.at(-1)?.atSeconds);
  const synthetic = startSyntheticChecks(session, state);
  const trials = watchTrials(session, soaking, soaked, state);
  return await watch(session, state, soaked, { share: () => share.share(), synthetic }).finally(() => {
    share.stop();
    synthetic.stop();
    trials.stop();
  });
}

/**
 * Watches the share beside the soak: a canary that fails does not wait for it; Sluice's own requests top thin traffic
 * up.
 */
function startShareWatch(session: Session, stage: Stage, sinceSeconds: number | undefined): ShareWatch {
  // The time of the first request of a match or mirror is not known: the stage's deadline decides.
  const weight = weightOf(stage);
  const usual = Math.max(60, 6 * session.settings.traffic.propagationSeconds);
  return watchShare(session, {
    weight,
    sinceSeconds: sinceSeconds ?? session.now(),
    timeoutSeconds: isAside(weight) ? Infinity : usual,
    signal: session.interrupted,
  });
}

/** Ticks until the decision is another than to go on. */
async function watch(
  session: Session,
  before: EvidenceState,
  soaked: SoakedStage,
  beside: SoakBeside,
): Promise<SoakTick> {
  let last: Pick<SoakTick, "state" | "memory"> = { state: before, memory: {} };
  const heed = heedTicks(session);
  const tellPause = tellPauses(session);
  for (;;) {
    const seen = await tick(session, last, soaked, beside);
    const { decision } = seen;
    if (decision.action === "pass" && (await recordPass(session, soaked.stage, seen))) return seen;
    if (decision.action === "abort" || decision.action === "hold") return seen;
    await saveTick(session, seen);
    session.progress(seen.progress);
    tellPause(seen.pause);
    last = await heed(seen, soaked.weight);
    await sleepBeside(session, beside.synthetic, session.settings.analysis.tickSeconds * 1000);
  }
}

/** Way out of a hold: more evidence, but where another writer has to be settled first. */
function wayOut({ settings }: Session, decision: SoakDecision): string {
  const { stack, environment } = settings;
  if (decision.action !== "hold" || decision.moved === undefined)
    return `pulumi up -s ${stack} goes on with a new deadline, sluice abort ${environment} --reason TEXT takes the traffic off`;
  const { writer, back } = decision.moved;
  return explainWayOut(environment, writer, back === undefined ? undefined : describeWeight(back));
}

async function end(session: Session, soaked: SoakedStage, seen: SoakTick): Promise<SoakOutputs> {
  const { settings } = session;
  const { decision } = seen;
  const { stage } = soaked;
  switch (decision.action) {
    case "pass":
      session.say(`stage ${describeExposure(stage)}: ${decision.sentence}`);
      return { verdict: "pass", sentence: decision.sentence };
    case "abort":
      throw new SoakEnd("failed", await takeOff(session, soaked, seen, decision));
    default: {
      const verdict = toStageVerdict(seen.verdict);
      const kept = { ...verdict, basis: decision.action === "hold" ? decision.basis : verdict.basis };
      const isHeld = ({ phase, note }: Ledger): boolean => phase === "held" && note === decision.sentence;
      await commitOnce(session, isHeld, (ledger, nowSeconds) =>
        held(ledger, { reason: decision.sentence, verdict: kept, nowSeconds }),
      );
      throw new SoakEnd("inconclusive", {
        text: `Held "${settings.app}" at ${describeExposure(stage)}: ${decision.sentence}; the evidence is kept`,
        fix: wayOut(session, decision),
      });
    }
  }
}
