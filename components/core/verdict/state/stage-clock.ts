import { noAbsolute } from "../statistics/absolute";
import { noDispersion } from "../statistics/dispersion";
import { gridsOf } from "../statistics/grid";
import { startShares } from "../comparisons/shares";
import type { EvidenceState, StageTerms } from "../model";
import type { VerdictParameters } from "../parameters";
import { noBaseline } from "../comparisons/stable-baseline";
import type { StableBaseline } from "../comparisons/stable-baseline";
import { newWatch, turn } from "../comparisons/stable-watch";

/**
 * Evidence of a release of which nothing was seen yet; one attempt of one digest.
 * @example startRelease(defaultParameters()).canary // { requests: 0, errors: 0 }
 */
export function startRelease(parameters: VerdictParameters): EvidenceState {
  const { relative } = gridsOf(parameters);
  return {
    version: 1,
    parameters,
    cursorSeconds: null,
    baselineSeconds: null,
    startedAtSeconds: null,
    series: [],
    scrapes: [],
    falls: [],
    pending: null,
    freshAt: { stable: null, canary: null },
    ticks: 0,
    stable: { requests: 0, errors: 0 },
    canary: { requests: 0, errors: 0 },
    absolute: noAbsolute,
    absoluteShare: null,
    gauges: parameters.gauges.map(() => ({ stable: null, canary: null })),
    relative: relative.map(({ grid }) => grid.points.map(() => 0)),
    dispersion: relative.map(() => noDispersion),
    lnE: 0,
    top: Array.from({ length: parameters.trim }, () => 0),
    passed: false,
    failure: null,
    ...(parameters.events.length === 0
      ? {}
      : { events: { stable: parameters.events.map(() => 0), canary: parameters.events.map(() => 0) } }),
    ...(parameters.outcomes === undefined ? {} : { shares: startShares(parameters) }),
    stage: null,
    watch: null,
  };
}

/**
 * Makes the next samples of all series a baseline, so that no tick straddles a change of weight. Call it once the
 * write has settled.
 * @param atSeconds - when it had settled; samples up to then are not used. @default the end of the latest tick
 */
export function rebase(state: EvidenceState, atSeconds?: number): EvidenceState {
  const { cursorSeconds } = state;
  if (cursorSeconds === null) {
    return state;
  }
  const from = Math.max(cursorSeconds, atSeconds ?? cursorSeconds);
  return {
    ...state,
    cursorSeconds: from,
    baselineSeconds: from,
    series: [],
    scrapes: state.scrapes ?? [],
    falls: [],
    pending: null,
  };
}

/**
 * Starts a stage: evidence stays, clocks restart. Right after a rebase nothing is read from before it is judged.
 * @example startStage(startRelease(defaultParameters()), { key: "5", weight: 5, nextWeight: 20, minimumHoldSeconds: 60, deadlineSeconds: 600, startedAtSeconds: 1000 }).stage.deadlineSeconds // 600
 */
export function startStage(state: EvidenceState, terms: StageTerms): EvidenceState {
  const { startedAtSeconds, judgedFromSeconds = startedAtSeconds } = terms;
  const { cursorSeconds } = state;
  const from = cursorSeconds ?? judgedFromSeconds;
  const based =
    state.series?.length === 0 ? rebase({ ...state, cursorSeconds: from }, judgedFromSeconds) : state;
  return {
    ...based,
    startedAtSeconds: state.startedAtSeconds ?? judgedFromSeconds,
    watch: turn(state.watch ?? newWatch(terms.baseline ?? noBaseline, state.parameters), judgedFromSeconds),
    stage: {
      key: terms.key ?? String(terms.weight),
      weight: terms.weight,
      nextWeight: terms.nextWeight ?? null,
      minimumHoldSeconds: terms.minimumHoldSeconds,
      deadlineSeconds: terms.deadlineSeconds,
      startedAtSeconds,
      clockFromSeconds: startedAtSeconds,
      waive: terms.waive ?? [],
      heldSeconds: 0,
      stable: { requests: 0, errors: 0 },
      canary: { requests: 0, errors: 0 },
      noData: false,
    },
  };
}

/**
 * Starts a new deadline for the stage in force; evidence and held time stay.
 * @throws {RangeError} before the first stage
 */
export function continueStage(state: EvidenceState, nowSeconds: number): EvidenceState {
  if (state.stage === null) {
    throw new RangeError('Cannot continue a stage: "startStage" must come first');
  }
  return { ...state, stage: { ...state.stage, clockFromSeconds: nowSeconds } };
}

/** Watches stable from a raise on, against what it was like before; the rest of the evidence stays as it is. */
export function watchStable(
  state: EvidenceState,
  baseline: StableBaseline,
  raisedAtSeconds: number,
): EvidenceState {
  return { ...state, watch: turn(newWatch(baseline, state.parameters), raisedAtSeconds) };
}
