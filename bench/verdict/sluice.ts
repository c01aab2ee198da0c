import { judge, observeTick, startRelease, startStage } from "../../components/core/verdict";
import type { EvidenceState, VerdictParameters } from "../../components/core/verdict";
import { stageSeconds, weights } from "./outcome";
import type { Outcome } from "./outcome";
import type { Random } from "./random";
import { drawTick } from "./truth";
import type { Arrivals, Truth } from "./truth";

/** Deadline of each stage of the closed loop, seconds. */
const deadlineSeconds = 1800;

function enter(state: EvidenceState, index: number, startedAtSeconds: number): EvidenceState {
  return startStage(state, {
    weight: weights[index] as number,
    nextWeight: weights[index + 1],
    minimumHoldSeconds: stageSeconds,
    deadlineSeconds,
    startedAtSeconds,
  });
}

const none = { slow: [], events: [] };

function observe(state: EvidenceState, stable: Arrivals, canary: Arrivals): EvidenceState {
  const fromSeconds = state.cursorSeconds as number;
  return observeTick(state, {
    fromSeconds,
    toSeconds: fromSeconds + state.parameters.tickSeconds,
    noData: false,
    stable: { ...stable, timed: stable.requests, ...none },
    canary: { ...canary, timed: canary.requests, ...none },
  });
}

/** Whether it is worth asking for the verdict: it cannot be pass or final before. Saves most of the study's time. */
function mayEnd(
  { stage, passed, cursorSeconds, parameters }: EvidenceState,
  schedule: "closed" | "fixed",
): boolean {
  if (stage === null || stage.heldSeconds < stageSeconds) return false;
  const late = (cursorSeconds as number) - stage.startedAtSeconds >= deadlineSeconds;
  const early = stage.nextWeight !== null && stage.nextWeight <= parameters.passAboveWeight;
  return schedule === "fixed" || late || passed || early;
}

/**
 * Simulates the default gate: a stage ends as soon as the verdict passes, and is held at its deadline. With `schedule`
 * "fixed" each stage ends after its time whatever the evidence, so that only failing is studied.
 */
export function simulateSluice(
  random: Random,
  truth: Truth,
  parameters: VerdictParameters,
  schedule: "closed" | "fixed",
): Outcome {
  const { tickSeconds } = parameters;
  let index = 0;
  let state = enter(startRelease(parameters), index, 0);
  let canaryErrors = 0;
  for (;;) {
    const seconds = state.cursorSeconds as number;
    const weight = weights[index] as number;
    const { stable, canary } = drawTick(random, truth, weight, seconds, tickSeconds);
    canaryErrors += canary.errors;
    state = observe(state, stable, canary);
    const end = { seconds: seconds + tickSeconds, canaryErrors, weight };
    if (state.failure !== null) return { kind: "rolledBack", ...end };
    if (!mayEnd(state, schedule)) continue;
    const verdict = schedule === "fixed" ? undefined : judge(state);
    if (verdict === undefined || verdict.kind === "pass") {
      index++;
      if (index === weights.length) return { kind: "promoted", ...end };
      state = enter(state, index, end.seconds);
    } else if (verdict.kind === "inconclusive" && verdict.final) {
      return { kind: "held", ...end };
    }
  }
}
