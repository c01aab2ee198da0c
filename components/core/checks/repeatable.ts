import type { Router } from "../routers/router";
import { isOnTrack } from "./plan-checks";
import type { CheckRequest, CheckSpec } from "./spec";

const isSafe = ({ method }: CheckRequest): boolean => method === "GET" || method === "HEAD";

/** Whether a check may be asked of the canary again and again: its requests change nothing. */
export function isRepeatable(spec: CheckSpec): boolean {
  const { question, uses } = spec;
  return (
    uses.includes("gate") &&
    isOnTrack(spec) &&
    (question.kind === "health" || (question.kind === "requests" && question.requests.every(isSafe)))
  );
}

/** Whether a router sends a repeatable check to a track: health calls where it splits calls, else requests. */
export const isAskedBy = ({ isOfCalls = false }: Pick<Router, "isOfCalls">, spec: CheckSpec): boolean =>
  isRepeatable(spec) && (spec.question.kind === "health") === isOfCalls;

/** Paths that warm a pod without a person's credentials; none where no check has such a request. */
export function warmPaths(specs: readonly CheckSpec[]): readonly string[] {
  const requests = specs.flatMap(({ question }) => (question.kind === "requests" ? question.requests : []));
  const paths = requests
    .filter((one) => isSafe(one) && one.url.startsWith("/") && one.headersFrom === undefined)
    .map(({ url }) => url);
  return [...new Set(paths)];
}
