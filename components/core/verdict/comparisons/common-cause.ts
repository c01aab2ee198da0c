import { mixAbsolute } from "../statistics/absolute";
import type { Track } from "../../track";
import { gridsOf } from "../statistics/grid";
import { weighAgainst } from "../statistics/likelihood";
import type { AbsoluteState, Counts, EvidenceState } from "../model";
import type { VerdictParameters } from "../parameters";
import { wasOutside } from "./stable-baseline";

/** Whether the plain ratio of the last minute or two is beyond the objective. */
function isBeyond({ sums }: AbsoluteState, { objectiveErrorRatio }: VerdictParameters): boolean {
  const { requests, errors } = (sums.at(-2) ?? sums.at(-1)) as Counts;
  return errors > objectiveErrorRatio * requests;
}

/**
 * Tracks that break the objective now, by evidence since the latest raise; a new count starts each minute. Next to a
 * stable that breaks it the canary's plain ratio is enough, so that a thin canary does not pass in an outage. Stable is
 * undecidable at weight 100, where it carries nothing.
 */
export function findOutside(
  state: Pick<EvidenceState, "parameters" | "watch" | "canary" | "stage">,
): Readonly<Record<Track, boolean>> {
  const { parameters, watch } = state;
  const failAt = -Math.log(parameters.alpha);
  if (watch === null || state.stage?.weight === 100) {
    return { stable: false, canary: weighAgainst(gridsOf(parameters).absolute, state.canary) >= failAt };
  }
  const breaks = (counted: AbsoluteState) =>
    mixAbsolute(counted, gridsOf(parameters).absolute) >= failAt && isBeyond(counted, parameters);
  const stable = watch.worse !== null || breaks(watch.stable);
  return { stable, canary: stable ? isBeyond(watch.canary, parameters) : breaks(watch.canary) };
}

/**
 * Whether both tracks break the objective: the cause is then shared and not the canary's. Beside a stable that broke
 * it before the first raise the canary must keep it.
 */
export function hasCommonCause(state: Parameters<typeof findOutside>[0]): boolean {
  const { stable, canary } = findOutside(state);
  const { parameters, watch } = state;
  return canary && (stable || (watch !== null && wasOutside(parameters, watch.baseline)));
}
