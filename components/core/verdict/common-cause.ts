import type { Track } from "../track";
import { gridsOf } from "./grid";
import { weighAgainst } from "./likelihood";
import type { Counts, EvidenceState } from "./model";
import type { VerdictParameters } from "./parameters";

/** Evidence that a track with these counts breaks the objective, ln A; 0 without requests. */
export function weighObjective(parameters: VerdictParameters, counts: Counts): number {
  return weighAgainst(gridsOf(parameters).absolute, counts);
}

/**
 * Which tracks break the objective, by evidence. Next to a stable that breaks it the canary's plain ratio is enough,
 * so that a thin canary does not pass in an outage. Stable is undecidable at weight 100, where it carries nothing.
 */
export function findOutside(
  state: Pick<EvidenceState, "parameters" | "stable" | "canary" | "stage">,
): Readonly<Record<Track, boolean>> {
  const { parameters, canary } = state;
  const breaks = (counts: Counts) => weighObjective(parameters, counts) >= -Math.log(parameters.alpha);
  const stable = state.stage?.weight !== 100 && breaks(state.stable);
  const overLimit = canary.errors > parameters.objectiveErrorRatio * canary.requests;
  return { stable, canary: stable ? overLimit : breaks(canary) };
}

/** Whether both tracks break the objective: the cause is then shared and not the canary's. */
export function hasCommonCause(state: Parameters<typeof findOutside>[0]): boolean {
  const { stable, canary } = findOutside(state);
  return stable && canary;
}
