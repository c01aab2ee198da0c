import { gridsOf } from "./grid";
import { weighAgainst } from "./likelihood";
import type { EvidenceState } from "./model";

/** Evidence that stable itself breaks the objective, ln A; from 0 where it has no requests. */
export function stableLnA({ parameters, stable }: Pick<EvidenceState, "parameters" | "stable">): number {
  return weighAgainst(parameters.objectiveErrorRatio, gridsOf(parameters).absolute, stable);
}

/**
 * Whether both tracks break the objective: the cause is then shared and not the canary. A canary within the
 * objective is none, since it may be the hotfix. Undecidable at weight 100, where stable carries nothing.
 */
export function hasCommonCause(
  state: Pick<EvidenceState, "parameters" | "stable" | "canary">,
  weight: number,
): boolean {
  const { alpha, objectiveErrorRatio } = state.parameters;
  const canaryBreaks = state.canary.errors > objectiveErrorRatio * state.canary.requests;
  return weight < 100 && canaryBreaks && stableLnA(state) >= -Math.log(alpha);
}
