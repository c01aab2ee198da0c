import { given } from "../core/given";
import { toGateRefusal } from "../core/gate/assess-gate";
import { listChecks } from "../core/gate/explain-gate";
import { demandUnpaused } from "../core/ledger/pause";
import { recordIntent } from "../core/ledger/transitions/weight-transition";
import { stageStarted } from "../core/ledger/transitions/stage-transition";
import type { CheckFact } from "../core/checks/spec";
import type { RouteView } from "../core/routers/router";
import { routerOf } from "../core/routers/routers";
import type { Load } from "../traffic/write/follow-load";
import { freshEpoch } from "../traffic/fresh-epoch";
import { rehearseWeight } from "../traffic/write/rehearse-weight";
import { keepStableFloor } from "../traffic/write/stable-floor";
import { askGate } from "../stage/gate/ask-gate";
import { endByEvidence } from "../stage/gate/end-by-evidence";
import { judgeMeanwhile } from "../stage/gate/judge-meanwhile";
import { prefixed, toRefusal } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { describeMove, loadOf, matchOf, mirrorOf, weightOf } from "../core/stage/exposure";
import type { Stage } from "../core/stage/exposure";
import { toRunEnd } from "../session/failure";
import { tellOnce } from "../session/tell-once";
import { dropLock, heldLock, holdLock } from "../session/held-locks";
import { raiseCanary } from "../stage/raise/raise-canary";
import { runCheckJobs } from "../stage/jobs/run-check-jobs";
import { readyFirst } from "../stage/raise/ready-first";
import { awaitWatchdog, startWatchdog } from "../stage/jobs/start-watchdog";
import { raiseTraffic } from "../stage/raise/raise-traffic";
import { inSession } from "../session/session";
import type { ResourceInputs, Session } from "../session/session";
import { readStage } from "../stage/stage-context";
import type { StageContext } from "../stage/stage-context";
import { endAtWeight, refuseToRise } from "../stage/unwatched";
import { stageOf, stageProvider } from "./stage-provider";

/** Outputs of the shift, kept in Pulumi's state. */
interface ShiftOutputs {
  readonly weight: number;
  readonly epoch: string;
  readonly sentence: string;
}

export const { diff, create, update, delete: remove } = stageProvider("shift", run);
export { remove as delete };

async function run(inputs: ResourceInputs): Promise<ShiftOutputs> {
  return await inSession(inputs, async (session) => {
    try {
      return await shift(session, stageOf(inputs));
    } catch (error) {
      await dropLock(session.settings);
      throw await tellOnce(
        session,
        toRunEnd(error, `shift "${inputs.settings.app}" to stage ${inputs.stage}`),
      );
    }
  });
}

async function shift(session: Session, stage: Stage): Promise<ShiftOutputs> {
  const { settings } = session;
  const weight = weightOf(stage);
  // Without a gate in this run (`--target`) the lock is not taken yet; the second gate below decides all the same.
  if (heldLock(settings) === undefined) {
    const quiet = await readStage(session, stage, false);
    if (quiet.decision.kind === "no-op") return settled(quiet.route, quiet.decision.sentence);
    await holdLock(session);
  }
  const context = await readStage(session, stage, true);
  const { decision, route, reconcile } = context;
  // Where nothing has to rise the second gate is not asked, and without a first one (`--target`) no other step would
  // report it.
  if (reconcile.kind === "drift") {
    throw new RunEnd("refused", prefixed(`Cannot shift traffic to "${settings.app}": `, reconcile));
  }
  if (decision.kind === "refuse" || route === undefined) {
    throw new RunEnd("refused", toRefusal(decision));
  }
  if (decision.kind !== "rise") return settled(route, decision.sentence);
  const started = await session.commit((ledger, nowSeconds) =>
    stageStarted(ledger, { key: stage.key, nowSeconds }),
  );
  const without = await startWatchdog(session, started);
  if (without !== undefined) throw refuseToRise(session, without, route.live.weight);
  // Stable's pods carry their present share; the new weight takes it away only later.
  const owner = await keepStableFloor(session, route.live.weight);
  if (owner !== undefined)
    session.say(
      `stable's autoscaler belongs to ${owner}, which sets its lower end: stable may shrink to its share, and be short for a while when it has to carry everything again`,
      "warning",
    );
  const load = await growBefore(session, stage, context);
  const checkedSeconds = await readyFirst(session, context, load);
  const jobs = await askJobs(session, context);
  await awaitWatchdog(session);

  const before = await readStage(session, stage, true);
  const askedAtSeconds = session.now();
  const { report, fed } = await askGate(session, before, true, checkedSeconds, jobs);
  await endByEvidence(session, before, fed);
  if (!report.open || before.route === undefined || before.decision.kind !== "rise") {
    session.say(listChecks(report.checks).join("\n"));
    const why = before.decision.kind === "rise" ? toGateRefusal(report) : toRefusal(before.decision);
    throw refuseToRise(session, why, before.route?.live.weight);
  }
  const waived = report.checks.filter(({ result }) => result === "waived").map(({ id }) => id);
  const epoch = freshEpoch(before.route.live.epoch);
  const [match, mirror] = [matchOf(stage), mirrorOf(stage)];
  const change = { weight, epoch, ...given("match", match), ...given("mirror", mirror) };
  await rehearseWeight(session, before.route, change);
  await session.commit((ledger, nowSeconds) => {
    demandUnpaused(ledger, "shift traffic to");
    return recordIntent(ledger, { to: weight, epoch, by: settings.stack, nowSeconds });
  });
  const after = await raiseTraffic(session, before.route, {
    ...change,
    reason: report.sentence,
    waived,
    askedAtSeconds,
  });
  await growAfter(session, stage, before.route.live.weight);
  return settled(after, `traffic moved from ${describeMove(before.route.live.weight, " to ", weight)}`);
}

/** Answers of Jobs, once before the first traffic: with users on the canary nobody would watch meanwhile. */
async function askJobs(
  session: Session,
  { ledger, route, stage }: StageContext,
): Promise<readonly CheckFact[]> {
  const { settings } = session;
  if (route === undefined || route.live.weight > 0) return [];
  const about = { place: "gate", stage: stage.key, attempt: ledger?.attempt?.number ?? 0 };
  const isRollback = ledger?.attempt?.kind === "rollback";
  return await runCheckJobs(
    session,
    { settings, route, about, nowSeconds: session.now() },
    { use: "gate", isCanaryUp: true, isRollback },
  );
}

/** Whether more pods of the canary are more exposure: where they make the share, and it is in. */
const isRaisedByPods = ({ settings }: Session, live: number): boolean =>
  routerOf(settings).byPods === true && live > 0;

/** Brings the canary up before the weight is written; where its pods are the raise, only for all, and by the gate. */
async function growBefore(session: Session, stage: Stage, context: StageContext): Promise<Load | undefined> {
  const live = context.route?.live.weight ?? 0;
  const weight = weightOf(stage);
  if (isRaisedByPods(session, live)) {
    if (weight < 100) return undefined;
    const { report, fed } = await askGate(session, context, false);
    await endByEvidence(session, context, fed);
    if (!report.open) {
      session.say(listChecks(report.checks).join("\n"));
      throw refuseToRise(session, toGateRefusal(report), live);
    }
  }
  return await raiseCanary(
    session,
    loadOf(stage),
    live,
    live > 0 ? judgeMeanwhile(session, stage) : undefined,
  );
}

/** Brings the canary up to a weight that is written, where its pods are the raise. */
async function growAfter(session: Session, stage: Stage, from: number): Promise<void> {
  const weight = weightOf(stage);
  if (weight === 100 || !isRaisedByPods(session, from)) return;
  try {
    await raiseCanary(session, weight, weight, judgeMeanwhile(session, stage));
  } catch (error) {
    // Traffic is on stable then, and no longer at this weight.
    if (error instanceof RunEnd && error.end === "failed") throw error;
    const action = `bring the canary of "${session.settings.app}" to ${weight} %`;
    throw await endAtWeight(error, action, session, weight);
  }
}

function settled(route: RouteView | undefined, sentence: string): ShiftOutputs {
  return { weight: route?.live.weight ?? 0, epoch: route?.live.epoch ?? "", sentence };
}
