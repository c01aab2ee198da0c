import { divideAlpha } from "../statistics/alpha";
import { farGridOf } from "../statistics/grid";
import type { Counts } from "../model";
import type { VerdictParameters } from "../parameters";
import { addRelative, mixRelative } from "../statistics/relative";
import { keepLargest, trimmedLnE } from "../statistics/trim";

/** Length of a tick of synthetic checks, seconds. */
export const syntheticTickSeconds = 0.25;

const ticksIn = (seconds: number): number => Math.round(seconds / syntheticTickSeconds);

/** Evidence of the so many most telling ticks does not count: a canary may be away for a second and a half. */
const trimmedOfAll = ticksIn(1.5);

/** The same where a part of the canary answers well: one of its pods may be away for as long, since it tells less. */
const trimmedOfPart = ticksIn(1);

/** The same where pods were away before and came back. */
const trimmedOfRestless = ticksIn(5);

/** Most ticks that do not count: more than before where stable fails for longer, without the canary. */
export const mostTrimmed = ticksIn(10);

/** The canary fails altogether once nearly all its answers were bad in so many ticks. */
const solidTicks = trimmedOfAll + 1;
const nearlyAll = 0.9;

/** A count at which evidence has fallen so low starts again, natural logarithm. */
const startAgainAt = -1;

/** A count starts again where the canary did not fail for so many ticks: what failed now and then is no total failure. */
const quietTicks = ticksIn(5);

/** The canary is suspected for so many ticks after it failed alone. */
const suspectedTicks = ticksIn(2);

/** Failures of the canary do not count in the tick in which stable fails, nor in the ones after it: so many in all. */
const sharedTicks = ticksIn(0.75);

/** Stable's second failure within so many ticks is no single error any more. */
const restlessTicks = ticksIn(2);

/** Answers of one tick, per track: those that count, and how many of them were not as expected. */
export interface SyntheticTick {
  readonly canary: Counts;
  readonly stable: Counts;
}

/** Evidence of synthetic checks; belongs to a release, as all evidence. */
export interface SyntheticState {
  /** Counts so far, the running one included. */
  readonly starts: number;
  /** Logarithm of L per grid point in the running count. */
  readonly logL: readonly number[];
  readonly lnE: number;
  /** The largest one-tick increments of ln E in the running count, ascending. */
  readonly top: readonly number[];
  /** Ticks since stable failed. */
  readonly stableQuiet: number;
  /** Failures of stable, or of the canary, came together and were over. */
  readonly restless: boolean;
  /** Ticks since the canary failed alone. */
  readonly quiet: number;
  /** Stable failed in so many ticks up to the latest one, without the canary, and the most of these. */
  readonly run: number;
  readonly longestRun: number;
  /** Ticks up to the latest one in which nearly all answers of the canary were bad. */
  readonly solid: number;
  /** Answers since the first failure of the running count. */
  readonly canary: Counts;
  readonly stable: Counts;
}

const nothing: Counts = { requests: 0, errors: 0 };

function start(parameters: VerdictParameters, starts: number) {
  const { points } = farGridOf(parameters.toleratedRatio);
  return {
    starts,
    logL: points.map(() => 0),
    lnE: 0,
    top: Array.from({ length: mostTrimmed }, () => 0),
    canary: nothing,
    stable: nothing,
  };
}

/** Evidence before the first answer. */
export function startSynthetic(parameters: VerdictParameters): SyntheticState {
  return {
    ...start(parameters, 1),
    quiet: quietTicks,
    run: 0,
    longestRun: 0,
    solid: 0,
    stableQuiet: quietTicks,
    restless: false,
  };
}

const add = (a: Counts, b: Counts): Counts => ({
  requests: a.requests + b.requests,
  errors: a.errors + b.errors,
});

/**
 * Adds one tick. Failures of the canary in the tick in which stable fails, and in the ones right after it, do not
 * count, stable's always do: fewer failures of the canary only lower the evidence, so that the chance of a false failure
 * stays what it is.
 */
export function observeSynthetic(
  state: SyntheticState,
  parameters: VerdictParameters,
  { canary, stable }: SyntheticTick,
): SyntheticState {
  const stableQuiet = stable.errors > 0 ? 0 : state.stableQuiet + 1;
  const alone = stableQuiet < sharedTicks ? { ...canary, errors: 0 } : canary;
  const grid = farGridOf(parameters.toleratedRatio);
  const logL = addRelative(state.logL, grid, alone, stable, 1);
  const lnE = logL === state.logL ? state.lnE : mixRelative(logL, grid);
  const quiet = alone.errors > 0 ? 0 : state.quiet + 1;
  const memory = { quiet, stableQuiet, ...remember(state, { canary, stable }) };
  const isOpen = state.canary.requests > 0 || alone.errors > 0;
  if (lnE <= startAgainAt || (isOpen && quiet >= quietTicks)) {
    const restless = memory.restless || state.canary.errors > 1;
    return { ...start(parameters, state.starts + 1), ...memory, restless };
  }
  return {
    starts: state.starts,
    logL,
    lnE,
    top: keepLargest(state.top, lnE - state.lnE),
    ...memory,
    canary: isOpen ? add(state.canary, canary) : nothing,
    stable: isOpen ? add(state.stable, stable) : nothing,
  };
}

/** Habits of both tracks that outlive a count. */
function remember(
  state: SyntheticState,
  { canary, stable }: SyntheticTick,
): Pick<SyntheticState, "restless" | "run" | "longestRun" | "solid"> {
  const isStableAlone = stable.errors > 0 && canary.errors === 0;
  const run = stable.errors === 0 ? 0 : isStableAlone ? state.run + 1 : state.run;
  const isSolid = canary.errors >= nearlyAll * canary.requests;
  return {
    restless: state.restless || (isStableAlone && (stable.errors > 1 || state.stableQuiet < restlessTicks)),
    run,
    longestRun: Math.max(state.longestRun, run),
    solid: canary.requests === 0 ? state.solid : isSolid ? state.solid + 1 : 0,
  };
}

/** Whether the canary failed alone so lately that it is asked more often. */
export function isSuspected({ quiet }: SyntheticState): boolean {
  return quiet < suspectedTicks;
}

/** Evidence that counts, and the limit from which a release fails by it. */
export interface SyntheticEvidence {
  readonly lnE: number;
  readonly failAt: number;
  /** Answers since the canary began to fail. */
  readonly canary: Counts;
  readonly stable: Counts;
}

/** Number of the most telling ticks that do not count. */
function countTrimmed({ solid, restless, canary, longestRun }: SyntheticState): number {
  const isWhole = solid >= solidTicks || (!restless && canary.errors >= nearlyAll * canary.requests);
  const least = isWhole ? trimmedOfAll : restless ? trimmedOfRestless : trimmedOfPart;
  return Math.min(mostTrimmed, Math.max(least, longestRun + 1));
}

/**
 * Weighs the evidence so far. Count k has the part 1/(k(k+1)) of the share of alpha, so that all together keep it,
 * however many there are.
 */
export function weighSynthetic(state: SyntheticState, parameters: VerdictParameters): SyntheticEvidence {
  const { starts, lnE, top, canary, stable } = state;
  const { synthetic } = divideAlpha(parameters);
  const failAt = Math.log(starts * (starts + 1)) - Math.log(synthetic);
  return { lnE: trimmedLnE(lnE, top.slice(-countTrimmed(state))), failAt, canary, stable };
}
