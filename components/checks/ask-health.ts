import type { CheckOutcome, PlannedCheck, Question } from "../core/checks/spec";
import { routerOf } from "../core/routers/routers";
import { callThroughRouter } from "../http/call-health";
import { unknown } from "./check-context";
import type { CheckContext } from "./check-context";

/** Calls `grpc.health.v1.Health/Check` on a track. */
export async function askHealth(
  { route, settings }: CheckContext,
  { spec, track = "stable" }: PlannedCheck,
  { service }: Extract<Question, { kind: "health" }>,
): Promise<CheckOutcome> {
  const rule = route && routerOf(settings).call?.(route, settings, track);
  if (rule === undefined) return unknown("no rule by which the router sends a health call to this track");
  const { timeoutMs } = spec;
  const answer = await callThroughRouter(settings.traffic, { timeoutMs, service }, { rule, track });
  const { ok, problem = "", isUntold, track: answered } = answer;
  if (ok) return { result: "passes", text: "health SERVING" };
  return isUntold || answered === undefined ? unknown(problem) : { result: "fails", text: problem };
}
