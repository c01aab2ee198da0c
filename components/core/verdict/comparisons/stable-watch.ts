import { addAbsolute, mixAbsolute, noAbsolute } from "../statistics/absolute";
import { addDispersion, dispersionOf, noDispersion } from "../statistics/dispersion";
import { stableGridOf } from "../statistics/grid";
import type { AbsoluteState, Counts, DispersionSums } from "../model";
import type { VerdictParameters } from "../parameters";
import { stableLimit } from "./stable-baseline";
import type { StableBaseline } from "./stable-baseline";
import { keepLargest, trimmedLnE } from "../statistics/trim";

/** Stable against itself before the attempt: what is counted since the latest raise, and beside it the canary's. */
export interface StableWatch {
  readonly baseline: StableBaseline;
  /** Number of times that all counting was restarted: at each raise, and after each recovery. */
  readonly turns: number;
  /** Moment of the latest raise, seconds since the epoch. */
  readonly raisedAtSeconds: number;
  readonly stable: AbsoluteState;
  readonly canary: AbsoluteState;
  /** ln A of stable after the latest tick, and its largest increments of one tick. */
  readonly lnA: number;
  readonly top: readonly number[];
  /** Of stable's errors per tick while it was not worse; absent: not known yet. */
  readonly dispersion?: DispersionSums;
  /** Of the next start, by the ticks up to the latest one. @default 1 */
  readonly tempering?: number;
  /** Since when stable is worse, and what it counts in the running minute; null while it is not. */
  readonly worse: (Counts & { readonly sinceSeconds: number; readonly seconds: number }) | null;
}

/** Share of alpha that stable's own test has, in addition to the canary's. */
const shareOfAlpha = 0.2;

/** The trim bears so many times the dispersion from which the canary's evidence is tempered; only more is tempered here. */
const trimBears = 2;

/** Stable has recovered once it was below its limit for so long, seconds. */
const recoverySeconds = 60;

/** Begins to watch: nothing counted, no raise yet. */
export function newWatch(baseline: StableBaseline, { trim }: VerdictParameters): StableWatch {
  return {
    baseline,
    turns: 0,
    raisedAtSeconds: 0,
    stable: noAbsolute,
    canary: noAbsolute,
    lnA: 0,
    top: Array.from({ length: trim }, () => 0),
    worse: null,
  };
}

/** Restarts the counting: at a raise, or after a recovery since the same raise. */
export function turn(watch: StableWatch, raisedAtSeconds: number): StableWatch {
  const { turns, baseline, top, dispersion, tempering, worse } = watch;
  return {
    // Errors that became more did not come in bursts: counted as such they would hide the next harm.
    ...(dispersion === undefined || worse !== null ? {} : { dispersion }),
    ...(tempering === undefined || worse !== null ? {} : { tempering }),
    baseline,
    turns: turns + 1,
    raisedAtSeconds,
    stable: noAbsolute,
    canary: noAbsolute,
    lnA: 0,
    top: top.map(() => 0),
    worse: null,
  };
}

/** ln A from which stable is worse: the shares of all turns together are stable's share of alpha. */
export function worseAt({ alpha }: Pick<VerdictParameters, "alpha">, turns: number): number {
  return Math.log(turns * (turns + 1)) - Math.log(alpha * shareOfAlpha);
}

/** One tick of both tracks. */
export interface WatchedTick {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stable: Counts;
  readonly canary: Counts;
}

function addRecovery(worse: NonNullable<StableWatch["worse"]>, tick: WatchedTick): StableWatch["worse"] {
  const fresh = worse.seconds >= recoverySeconds ? { requests: 0, errors: 0, seconds: 0 } : worse;
  return {
    sinceSeconds: worse.sinceSeconds,
    requests: fresh.requests + tick.stable.requests,
    errors: fresh.errors + tick.stable.errors,
    seconds: fresh.seconds + tick.toSeconds - tick.fromSeconds,
  };
}

/** Adds one tick: the absolute test on stable, restarted each minute, without its largest jumps. */
export function observeStable(
  watch: StableWatch,
  parameters: VerdictParameters,
  tick: WatchedTick,
): StableWatch {
  const limit = stableLimit(parameters, watch.baseline);
  const seconds = tick.toSeconds - tick.fromSeconds;
  const { restartSeconds, temperAbove } = parameters;
  const { dispersion = noDispersion } = watch;
  // By the ticks before the start before: bursts that stable always had weigh less, harm that begins does not hide itself.
  const stable = addAbsolute(watch.stable, tick.stable, seconds, {
    restartSeconds,
    tempering: watch.tempering ?? 1,
  });
  const isStart = stable.starts > watch.stable.starts;
  const bearable = trimBears * temperAbove;
  const found = dispersionOf(dispersion);
  // Errors that come at a steady rate have a dispersion of 0, and less by rounding.
  const tempering = found <= bearable ? 1 : bearable / found;
  const canary = addAbsolute(watch.canary, tick.canary, seconds, { restartSeconds });
  const lnA = mixAbsolute(stable, stableGridOf(limit));
  const top = keepLargest(watch.top, lnA - watch.lnA);
  const counted = {
    ...watch,
    stable,
    canary,
    lnA,
    top,
    ...(isStart ? { tempering } : {}),
    dispersion: watch.worse === null ? addDispersion(dispersion, tick.stable) : dispersion,
  };
  if (watch.worse === null) {
    const isWorse = trimmedLnE(lnA, top) >= worseAt(parameters, watch.turns);
    const began = { sinceSeconds: tick.toSeconds, requests: 0, errors: 0, seconds: 0 };
    return isWorse ? { ...counted, worse: began } : counted;
  }
  const worse = addRecovery(watch.worse, tick) as NonNullable<StableWatch["worse"]>;
  const isWell = worse.requests > 0 && worse.errors <= limit * worse.requests;
  return worse.seconds >= recoverySeconds && isWell
    ? turn(watch, watch.raisedAtSeconds)
    : { ...counted, worse };
}
