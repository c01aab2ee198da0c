import { inlineProblem, toRefusal } from "../core/problem";
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { isUnreachable } from "../cluster/api-error";
import { toGateRefusal } from "../core/gate/assess-gate";
import { listChecks, tellGate } from "../core/gate/explain-gate";
import type { StageReport } from "../core/gate/stage-report";
import { given } from "../core/given";
import { explainAllowance } from "../core/slo/budget";
import { explainForecast, forecast, toStageForecast } from "../stage/evidence/forecast";
import { endByEvidence } from "../stage/gate/end-by-evidence";
import { pauseOf } from "../core/ledger/pause";
import { askGate } from "../stage/gate/ask-gate";
import { foretellSyntheticChecks } from "../stage/evidence/foretell-synthetic";
import { seen } from "../core/stage/seen";
import { demandPlace } from "../session/demand-place";
import { demandRights } from "../session/demand-rights";
import { RunEnd } from "../core/run-end";
import type { Stage } from "../core/stage/exposure";
import { toRunEnd } from "../session/failure";
import { tellOnce } from "../session/tell-once";
import { dropLock, holdLock } from "../session/held-locks";
import { inSession } from "../session/session";
import type { ResourceInputs, Session } from "../session/session";
import { readStage } from "../stage/stage-context";
import type { StageContext } from "../stage/stage-context";
import { tellPauses } from "../stage/soak/soak-record";
import { sleep } from "../traffic/wait";
import { foretellBaseline } from "../stage/stable/stable-baseline";
import { refuseToRise } from "../stage/unwatched";
import { toCheckFailure } from "./for-engine";
import { stageOf, stageProvider } from "./stage-provider";
import type { Properties } from "./provider";

/** Outputs of the gate for its dependents and for the reader of a preview. */
interface GateOutputs {
  readonly open: boolean;
  readonly sentence: string;
  /** For people: one line per check, evidence and forecast. */
  readonly checks: readonly string[];
  /** The same as data, for programs; absent where the stage has nothing left to do, or nothing could be asked. */
  readonly report?: StageReport;
}

/** Live and read-only: a refusal is data here, so that a preview shows it. */
export async function check(_olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
  const inputs = news as unknown as ResourceInputs;
  try {
    return await inSession(inputs, async (session) => {
      await Promise.all([
        demandPlace(session.cluster, session.settings.namespace),
        demandRights(session, inputs.run?.preview !== true),
      ]);
      const stage = stageOf(inputs);
      const context = await readStage(session, stage, false);
      if (context.decision.kind === "no-op") {
        return { inputs: { ...news, open: true, sentence: context.decision.sentence, checks: [] } };
      }
      // In `up` the gate is judged under the lock, a moment later: a result from here would be thrown away.
      if (inputs.run?.preview === false) return { inputs: news };
      const [{ report, fed, budgets }, synthetic] = await Promise.all([
        askGate(session, context, false),
        foretellSyntheticChecks(session, context.ledger),
      ]);
      const counted = { series: fed.series, unread: fed.metrics.unread.map(({ metric }) => metric) };
      const predicted = forecast(session.settings, context.ledger, stage, session.now(), counted);
      const baseline = await foretellBaseline(session, context.ledger, predicted?.requestsPerSecond ?? 0);
      const allowance = explainAllowance(budgets, predicted?.requestsPerSecond);
      const live: GateOutputs = {
        open: report.open && context.decision.kind !== "refuse",
        sentence: report.open
          ? `${inlineProblem(toRefusal(context.decision))}; ${report.sentence}`
          : report.sentence,
        checks: [
          ...listChecks(report.checks),
          ...(fed.sentence === undefined ? [] : [`evidence: ${fed.sentence}`]),
          explainForecast(predicted),
          synthetic,
          ...(allowance === undefined ? [] : [allowance]),
          ...(baseline === undefined ? [] : [baseline]),
        ],
        report: {
          checks: report.checks,
          ...(fed.sentence === undefined ? {} : { evidence: fed.sentence }),
          synthetic,
          ...given("allowance", allowance),
          ...(predicted === undefined ? {} : { forecast: toStageForecast(predicted) }),
        },
      };
      return { inputs: { ...news, ...live } };
    });
  } catch (error) {
    const { end, message } = toRunEnd(error, "ask the gate");
    if (end === "usage") return { inputs: news, failures: [toCheckFailure(error, "ask the gate")] };
    const unknown: GateOutputs = { open: false, sentence: message, checks: [] };
    return { inputs: { ...news, ...unknown } };
  }
}

export const { diff, create, update, delete: remove } = stageProvider("gate", run);
export { remove as delete };

async function run(inputs: ResourceInputs): Promise<GateOutputs> {
  return await inSession(inputs, async (session) => {
    try {
      return await decide(session, stageOf(inputs), inputs.run?.waitsForResume === true);
    } catch (error) {
      await dropLock(session.settings);
      throw await tellOnce(session, toRunEnd(error, `run the gate of "${inputs.settings.stack}"`));
    }
  });
}

async function decide(session: Session, stage: Stage, waits: boolean): Promise<GateOutputs> {
  const before = await readStage(session, stage, false);
  if (before.decision.kind === "no-op" || before.ledger === undefined)
    return settle(before, before.decision.sentence, []);
  await holdLock(session);
  const tellPause = tellPauses(session);
  let isWaiting = false;
  for (;;) {
    try {
      const context = await readStage(session, stage, true);
      const pause = pauseOf(context.ledger);
      isWaiting = waits && pause !== undefined && context.decision.kind !== "soak";
      if (isWaiting || pause === undefined) tellPause(seen(pause));
      const settled = await judge(session, context, isWaiting);
      if (settled !== undefined) return settled;
    } catch (error) {
      // A pause may be long: an API server that is away for a while does not end it.
      if (!isWaiting || !isUnreachable(error)) throw error;
      session.say(`cannot see the release for now: ${(error as Error).message}`, "warning");
    }
    await sleep(session.settings.analysis.tickSeconds * 1000, session.interrupted);
  }
}

/**
 * Asks the gate once; a release whose evidence fails is aborted, whoever paused it.
 * @param isWaiting - paused, and the run waits for its end
 * @returns undefined while it waits
 * @throws {RunEnd} where the gate refuses, or the release was aborted
 */
async function judge(
  session: Session,
  context: StageContext,
  isWaiting: boolean,
): Promise<GateOutputs | undefined> {
  const { settings } = session;
  if (context.decision.kind === "no-op") {
    await dropLock(settings);
    return settle(context, context.decision.sentence, []);
  }
  const { report, fed } = await askGate(session, context, false);
  await endByEvidence(session, context, fed);
  if (isWaiting) {
    session.progress(`paused at ${context.route?.live.weight ?? 0} %: ${fed.sentence ?? "no evidence yet"}`);
    return undefined;
  }
  session.say(tellGate(report));
  if (!report.open) throw refuseToRise(session, toGateRefusal(report), context.route?.live.weight);
  return settle(
    context,
    `${inlineProblem(toRefusal(context.decision))}; ${report.sentence}`,
    listChecks(report.checks),
  );
}

function settle(context: StageContext, sentence: string, checks: readonly string[]): GateOutputs {
  const { decision } = context;
  if (decision.kind === "refuse") {
    throw new RunEnd("refused", toRefusal(decision));
  }
  return { open: true, sentence, checks };
}
