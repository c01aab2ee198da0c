import { isRepeatable } from "../../components/core/checks/repeatable";
import type { CheckSpec } from "../../components/core/checks/spec";
import type { Ledger } from "../../components/core/ledger/ledger";
import { toVersion } from "../../components/core/revision/version";
import { describeExposure } from "../../components/core/stage/exposure";
import type { Session } from "../../components/session/session";
import { askGate } from "../../components/stage/gate/ask-gate";
import { readStage } from "../../components/stage/stage-context";
import { forecast, toStageForecast } from "../../components/stage/evidence/forecast";
import type { Environment } from "../environment";
import type { NextGate } from "./state";

const refuseToWrite = async (): Promise<never> => {
  return await Promise.reject(new Error("the dashboard writes nothing"));
};

/** A session that reads; what would write in it fails. */
function openReading(context: Environment, interrupted: AbortSignal): Session {
  const { tell: _, ...rest } = context;
  const quiet = (): void => undefined;
  return { ...rest, interrupted, commit: refuseToWrite, save: refuseToWrite, say: quiet, progress: quiet };
}

/** Whether a check may be asked again and again while somebody only looks. */
const isForLooking = (spec: CheckSpec): boolean =>
  isRepeatable(spec) || spec.question.kind === "promql" || spec.question.kind === "statement";

/**
 * Asks the gate of the stage that is next, as a preview does: reads, and sends the requests of its probes. Checks of the
 * user's that may change something, or leave for another address, are left to the gate itself.
 * @returns undefined where no stage is next
 */
export async function askNextGate(
  context: Environment,
  ledger: Ledger | undefined,
  signal: AbortSignal,
): Promise<NextGate | undefined> {
  const attempt = ledger?.attempt;
  const isRising = ledger?.phase === "progressing" || ledger?.phase === "held";
  const stage = attempt?.stages.find(({ phase }) => phase === "pending");
  if (attempt === undefined || !isRising || stage === undefined) return undefined;
  const all = context.settings.checks;
  const unasked = (all ?? []).filter((one) => one.uses.includes("gate") && !isForLooking(one));
  const checks = all?.filter(isForLooking);
  // The gate is asked about what is being released, whatever this folder has checked out.
  const { checks: _, ...rest } = { ...context.settings, ...toVersion(attempt) };
  const settings = checks === undefined || checks.length === 0 ? rest : { ...rest, checks };
  const common = {
    stage: describeExposure(stage),
    unasked: unasked.map(({ name }) => name),
    atSeconds: context.now(),
  };
  try {
    const session = openReading({ ...context, settings }, signal);
    const seen = await readStage(session, stage, false);
    const { report, fed } = await askGate(session, seen, false);
    const counted = { series: fed.series, unread: fed.metrics.unread.map(({ metric }) => metric) };
    const predicted = forecast(settings, seen.ledger, stage, context.now(), counted);
    const { open, sentence, checks: found } = report;
    const told = {
      checks: found,
      ...(fed.sentence === undefined ? {} : { evidence: fed.sentence }),
      ...(predicted === undefined ? {} : { forecast: toStageForecast(predicted) }),
    };
    return { ...common, gate: { open, sentence, report: told } };
  } catch (error) {
    return { ...common, gate: { open: false, sentence: (error as Error).message } };
  }
}
