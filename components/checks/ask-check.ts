import { worstOf } from "../core/checks/judge-answer";
import { judgeStatement, judgeValues } from "../core/checks/judge-others";
import type { CheckOutcome, PlannedCheck, Question } from "../core/checks/spec";
import { redact } from "../http/redact";
import { openPrometheus } from "../prometheus/open-prometheus";
import { askBurst } from "./ask-burst";
import { askLogs, askObject, askPolicy } from "./ask-cluster";
import { askHealth } from "./ask-health";
import { askHook } from "./ask-hook";
import { askRequest } from "./ask-requests";
import { unknown } from "./check-context";
import type { CheckContext } from "./check-context";

async function askPrometheus(
  { cluster, settings }: CheckContext,
  question: Extract<Question, { kind: "promql" }>,
): Promise<CheckOutcome> {
  try {
    const answer = await openPrometheus(cluster, settings.analysis).queryValues(question.query);
    return answer.ok ? judgeValues(question, answer.value) : unknown(answer.error.message);
  } catch (error) {
    return unknown(redact((error as Error).message));
  }
}

/** Asks one check; whatever befalls it is an outcome, and nothing is thrown but the end of the run. */
export async function askCheck(context: CheckContext, planned: PlannedCheck): Promise<CheckOutcome> {
  const { question } = planned.spec;
  const { track = "stable" } = planned;
  switch (question.kind) {
    case "requests": {
      const outcomes: CheckOutcome[] = [];
      // One after the other: the second may need what the first did.
      for (const request of question.requests) outcomes.push(await askRequest(context, planned, request));
      return worstOf(outcomes);
    }
    case "webhook":
      return await askHook(context, planned, question);
    case "promql":
      return await askPrometheus(context, question);
    case "object":
      return await askObject(context, question);
    case "policy":
      return await askPolicy(context, question, track);
    case "burst":
      return await askBurst(context, planned, question);
    case "health":
      return await askHealth(context, planned, question);
    case "logs":
      return await askLogs(context, planned, question, track);
    case "job":
      return (await context.runJob?.(planned)) ?? unknown("no Job: one is started by a release only");
    case "statement":
      return judgeStatement(question, context.nowSeconds);
  }
}
