import { divideAlpha } from "./alpha";
import { farGridOf } from "./grid";
import type { Counts } from "./model";
import type { VerdictParameters } from "./parameters";
import { addRelative, mixRelative } from "./relative";
import { keepLargest, trimmedLnE } from "./trim";

/** Length of a tick of synthetic checks, seconds. */
export const syntheticTickSeconds = 0.5;

/** Evidence of the so many most telling ticks does not count: a canary may be away for a second and a half. */
const trimmedOfAll = 3;

/** The same where a part of the canary still answers: one of its pods may be away for five seconds. */
const trimmedOfPart = 10;

/** Most ticks that do not count: more than before where stable fails for longer, without the canary. */
export const mostTrimmed = 20;

/** The canary fails altogether once nearly all its answers were bad in so many ticks. */
const solidTicks = trimmedOfAll + 1;
const nearlyAll = 0.9;

/** A count at which evidence has fallen so low starts again, natural logarithm. */
const startAgainAt = -1;

/** A count starts again where the canary did not fail for so many ticks: what failed now and then is no total failure. */
const quietTicks = 10;

/** The canary is suspected for so many ticks after it failed alone. */
const suspectedTicks = 4;

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
  /** Stable failed in the latest tick. */
  readonly stableFailed: boolean;
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
  return { ...start(parameters, 1), quiet: quietTicks, run: 0, longestRun: 0, solid: 0, stableFailed: false };
}

const add = (a: Counts, b: Counts): Counts => ({
  requests: a.requests + b.requests,
  errors: a.errors + b.errors,
});

/**
 * Adds one tick. Failures of the canary in the second in which stable fails do not count, stable's always do: fewer
 * failures of the canary only lower the evidence, so that the chance of a false failure stays what it is.
 */
export function observeSynthetic(
  state: SyntheticState,
  parameters: VerdictParameters,
  { canary, stable }: SyntheticTick,
): SyntheticState {
  const stableFailed = stable.errors > 0;
  const alone = stableFailed || state.stableFailed ? { ...canary, errors: 0 } : canary;
  const grid = farGridOf(parameters.toleratedRatio);
  const logL = addRelative(state.logL, grid, alone, stable, 1);
  const lnE = mixRelative(logL, grid);
  const quiet = alone.errors > 0 ? 0 : state.quiet + 1;
  const run = !stableFailed ? 0 : canary.errors > 0 ? state.run : state.run + 1;
  const isSolid = canary.errors >= nearlyAll * canary.requests;
  const solid = canary.requests === 0 ? state.solid : isSolid ? state.solid + 1 : 0;
  const memory = { quiet, stableFailed, run, longestRun: Math.max(state.longestRun, run), solid };
  const isOpen = state.canary.requests > 0 || alone.errors > 0;
  if (lnE <= startAgainAt || (isOpen && quiet >= quietTicks))
    return { ...start(parameters, state.starts + 1), ...memory };
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

/**
 * Weighs the evidence so far. Count k has the part 1/(k(k+1)) of the share of alpha, so that all together keep it,
 * however many there are.
 */
export function weighSynthetic(
  { starts, lnE, top, longestRun, solid, canary, stable }: SyntheticState,
  parameters: VerdictParameters,
): SyntheticEvidence {
  const { synthetic } = divideAlpha(parameters);
  const failAt = Math.log(starts * (starts + 1)) - Math.log(synthetic);
  const least = solid >= solidTicks ? trimmedOfAll : trimmedOfPart;
  const trimmed = Math.min(mostTrimmed, Math.max(least, longestRun + 1));
  return { lnE: trimmedLnE(lnE, top.slice(-trimmed)), failAt, canary, stable };
}
