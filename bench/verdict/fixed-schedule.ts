import { startStage } from "../../components/core/verdict";
import type { EvidenceState, StageTerms } from "../../components/core/verdict";
import { weights } from "./outcome";

/** Stages one after another, each as long as the others, whatever the evidence says. */
export interface FixedSchedule {
  readonly endSeconds: number;
  /** Percent of requests to the canary at a second, and the number of its stage from 0. */
  at(second: number): { readonly index: number; readonly weight: number };
  /** Begins the stage that begins at a second; any other second leaves the state as it is. */
  enter(state: EvidenceState, second: number, more?: Partial<StageTerms>): EvidenceState;
}

/** A schedule over all weights of the study. */
export function fixedSchedule(stageSeconds: number): FixedSchedule {
  const at = (second: number) => {
    const index = Math.floor(second / stageSeconds);
    return { index, weight: weights[index] as number };
  };
  return {
    endSeconds: stageSeconds * weights.length,
    at,
    enter: (state, second, more = {}) => {
      if (second % stageSeconds !== 0) return state;
      const { index, weight } = at(second);
      return startStage(state, {
        key: `${weight}`,
        weight,
        nextWeight: weights[index + 1],
        minimumHoldSeconds: stageSeconds,
        deadlineSeconds: 1800,
        startedAtSeconds: second,
        ...more,
      });
    },
  };
}
