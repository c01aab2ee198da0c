import type { CheckContext } from "../../checks/check-context";
import { findRule } from "../../checks/ask-requests";
import { runChecks } from "../../checks/run-checks";
import { renderCheckJob } from "../../core/checks/check-job";
import { judgeJob } from "../../core/checks/judge-job";
import type { CheckMoment } from "../../core/checks/plan-checks";
import type { CheckFact, CheckOutcome, JobQuestion, PlannedCheck } from "../../core/checks/spec";
import type { Session } from "../../session/session";
import { WaitTimeoutError } from "../../traffic/wait";
import { runJob } from "./run-job";

/** Time beyond its own limit in which a Job's end is seen, seconds. */
const seenSeconds = 30;

/**
 * Asks the checks of kind `job` that belong to a moment, all at once. A Job goes when its check passes, and stays a day
 * to be read otherwise.
 * @returns none where none are configured
 * @throws {InterruptedError} where the run is ended meanwhile
 */
export async function runCheckJobs(
  session: Pick<Session, "cluster" | "interrupted"> & { progress?(text: string): void },
  context: Omit<CheckContext, "cluster" | "runJob">,
  moment: Omit<CheckMoment, "isForJobs">,
): Promise<readonly CheckFact[]> {
  const asked: CheckContext = { ...context, cluster: session.cluster, runJob: run };
  return (await runChecks(asked, { ...moment, isForJobs: true })) ?? [];

  async function run({ spec, track = "stable" }: PlannedCheck): Promise<CheckOutcome> {
    const question = spec.question as JobQuestion;
    const { settings, about } = context;
    const rule = findRule(asked, track);
    const job = renderCheckJob({ settings, name: spec.name, question, track, rule, about });
    try {
      return judgeJob(await runJob(session, job, question.deadlineSeconds + seenSeconds));
    } catch (error) {
      if (!(error instanceof WaitTimeoutError)) throw error;
      return { result: "unknown", text: error.message };
    }
  }
}
