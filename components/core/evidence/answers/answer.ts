import type { Labels } from "../../sources/source";
import type { Answer, AnswerKind } from "../../verdict/index";
import type { Outcome } from "../labels/outcome";
import { routeOf } from "../labels/unasked";

/** Longest route that is judged by itself, characters. */
const longestRoute = 120;

/** Kind of an outcome as the shares count it. */
function kindOf({ class: group, code, isExcused }: Outcome): AnswerKind {
  if (group === "2xx" || code === 304) return "good";
  return isExcused === true ? "excused" : group;
}

/**
 * Answer that a series counts; undefined where it is not known.
 * @param isStream - they end long after they were routed, and are judged on no route
 */
export function answerOf(
  request: Labels,
  outcome: Outcome | undefined,
  isStream: boolean,
): Answer | undefined {
  if (outcome === undefined) return undefined;
  const kind = kindOf(outcome);
  return isStream ? { kind } : { kind, route: (routeOf(request) ?? "").slice(0, longestRoute) };
}
