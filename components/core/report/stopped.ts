import { defaultParameters } from "../verdict/index";
import { countsOf } from "./count-harm";
import type { AttemptRecord } from "./record";

/** A release that evidence ended. */
export interface StoppedRelease {
  readonly attempt: number;
  /** Of all users' requests, whichever track answered them, how many failed in the stage that ended it. */
  readonly requests: number;
  readonly errors: number;
  /** Share of failed requests that the objective allows. */
  readonly objective: number;
  /** Users as a whole stayed inside the objective. */
  readonly isUnnoticed: boolean;
}

/**
 * Judges whether a release was stopped before users noticed: evidence ended it, and of all users' requests in that stage
 * no larger share failed than the objective allows.
 * @returns undefined where something else ended it, or nobody counted
 */
export function judgeStop({ attempt, phase }: AttemptRecord): StoppedRelease | undefined {
  const stage = attempt.stages.findLast(({ verdict }) => verdict !== undefined);
  if (phase !== "aborted" || stage?.verdict?.kind !== "fail") return undefined;
  const { canary, stable } = countsOf(stage);
  const [requests, errors] = [canary.requests + stable.requests, canary.errors + stable.errors];
  if (requests === 0) return undefined;
  const pinned = attempt.objectives["objectiveErrorRatio"];
  const objective = typeof pinned === "number" ? pinned : defaultParameters().objectiveErrorRatio;
  return {
    attempt: attempt.number,
    requests,
    errors,
    objective,
    isUnnoticed: errors / requests <= objective,
  };
}
