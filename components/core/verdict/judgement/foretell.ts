import { judge } from "./judge";
import type { EvidenceState } from "../model";
import { observeTick } from "../state/observe";
import type { VerdictParameters } from "../parameters";
import { chooseDeadlineSeconds, predictStageSeconds } from "../statistics/predict";
import { startRelease, startStage } from "../state/stage-clock";

/** Stage of a plan. */
export interface PlannedWeight {
  /** Whole percent, 1 to 100. */
  readonly weight: number;
  readonly soakSeconds: number;
}

/** Traffic and fault that a plan is tried with. */
export interface FaultTrial {
  /** Of both tracks together. */
  readonly requestsPerSecond: number;
  /** Error ratio of stable, 0 to 1. */
  readonly stable: number;
  /** Error ratio of the canary, 0 to 1. */
  readonly canary: number;
}

/** End of a release with a fault. */
export interface Foretold {
  /** `found`: taken off; `held`: stays at its weight without proof; `passed`: all requests get it. */
  readonly end: "found" | "held" | "passed";
  /** From the first raise to the end, seconds. */
  readonly seconds: number;
  /** Weight at the end, whole percent. */
  readonly weight: number;
  /** Failed requests of the canary until the end. */
  readonly badRequests: number;
}

/** Most steps of one stage: where traffic is thin a step is longer than a tick. */
const mostSteps = 400;

/** Whole events as they arrive at a constant rate. */
function spread(rate: number, seconds: number): number {
  return Math.floor(rate * seconds + 1e-9);
}

/**
 * Tries a plan with a fault, by the engine itself, at constant rates: a middle course, without the luck of one release.
 * Latency, events and gauges are left out.
 * @example foretellFault(defaultParameters(), [{ weight: 5, soakSeconds: 600 }], { requestsPerSecond: 200, stable: 0, canary: 1 }).end // "found"
 */
export function foretellFault(
  given: VerdictParameters,
  plan: readonly PlannedWeight[],
  { requestsPerSecond, stable, canary }: FaultTrial,
): Foretold {
  const parameters = { ...given, latencyBoundsSeconds: [], events: [], gauges: [] };
  let state: EvidenceState = startRelease(parameters);
  let now = 0;
  let [badRequests, before] = [0, 0];
  for (const [at, { weight, soakSeconds }] of plan.entries()) {
    const nextWeight = plan[at + 1]?.weight;
    const terms = { weight, nextWeight, minimumHoldSeconds: soakSeconds };
    const deadlineSeconds = Math.max(
      soakSeconds,
      chooseDeadlineSeconds(predictStageSeconds(parameters, { ...terms, requestsPerSecond })),
    );
    const step = Math.max(parameters.tickSeconds, Math.ceil(deadlineSeconds / mostSteps));
    const rate = {
      canary: (requestsPerSecond * weight) / 100,
      stable: (requestsPerSecond * (100 - weight)) / 100,
    };
    const begun = now;
    state = startStage(state, { ...terms, deadlineSeconds, startedAtSeconds: now });
    /** Increment of what arrives at a rate, in the step that ends now. */
    const arrived = (perSecond: number): number =>
      spread(perSecond, now - begun) - spread(perSecond, now - begun - step);
    const track = (name: "stable" | "canary", errorRatio: number) => {
      const requests = arrived(rate[name]);
      return {
        requests,
        errors: Math.min(requests, arrived(rate[name] * errorRatio)),
        timed: requests,
        slow: [],
        events: [],
      };
    };
    for (;;) {
      now += step;
      const ofCanary = track("canary", canary);
      badRequests += ofCanary.errors;
      const tick = { fromSeconds: now - step, toSeconds: now, noData: false };
      state = observeTick(state, { ...tick, stable: track("stable", stable), canary: ofCanary });
      if (state.failure !== null) return { end: "found", seconds: now, weight, badRequests };
      if (now - begun >= soakSeconds && judge(state).kind === "pass") break;
      if (now - begun >= deadlineSeconds) return { end: "held", seconds: now, weight, badRequests };
    }
    before = weight;
  }
  return { end: "passed", seconds: now, weight: before, badRequests };
}
