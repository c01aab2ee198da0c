/** State of a counter that is read sample by sample. */
export interface CounterMark {
  /** Of the latest sample, seconds since the epoch. */
  readonly atSeconds: number;
  /** The highest value since the last restart. */
  readonly value: number;
  /** Lower value that was read after `value`, while a restart is not yet shown. */
  readonly fall?: Fallen | undefined;
}

/** A value below the mark. */
export interface Fallen {
  /** Latest value. */
  readonly low: number;
  /** First sample below the mark, seconds since the epoch. */
  readonly sinceSeconds: number;
}

/** One more sample. */
interface Sample {
  readonly atSeconds: number;
  readonly value: number;
}

/** Limits by which a sample of a counter is believed. */
export interface CounterLimits {
  /** After a longer silence nothing is known, seconds. */
  readonly gapSeconds: number;
  /** See {@link mostCounted}; asked only where a counter fell. */
  readonly most: () => number;
}

/** Result of reading one sample: its increment, and the counter after it. */
export interface CounterStep {
  readonly mark: CounterMark;
  /** Whole number, at least 0. */
  readonly count: number;
}

/** Small counts restart often and prove little. */
const few = 10;
/** So many times the usual rate is still believed. */
const burst = 10;

/**
 * Most that a counter can rise in some seconds at a rate of all requests; it limits the first value of a new or
 * restarted one.
 */
export function mostCounted(requestsPerSecond: number, seconds: number): number {
  return burst * requestsPerSecond * seconds + few;
}

/** Whether a counter that fell was restarted: it is near 0 again, as far as it can have risen since. */
function isRestart(before: number, low: number, most: number): boolean {
  return low <= Math.max(before / 2, few) && low <= most;
}

/**
 * Reads one sample. A fall is a restart only if it goes near 0 and stays there for a second sample; any other is a
 * stale reading, or the value is no counter: the higher value stays the mark, and nothing is added until it is passed.
 */
export function stepCounter(
  mark: CounterMark,
  { atSeconds, value }: Sample,
  { gapSeconds, most }: CounterLimits,
): CounterStep {
  const { value: before, fall } = mark;
  if (atSeconds - mark.atSeconds > gapSeconds) return { mark: { atSeconds, value }, count: 0 };
  if (value >= before) return { mark: { atSeconds, value }, count: value - before };
  const fallen = { low: value, sinceSeconds: atSeconds };
  if (fall === undefined) return { mark: { atSeconds, value: before, fall: fallen }, count: 0 };
  const { low, sinceSeconds } = fall;
  if (!isRestart(before, low, most())) {
    return { mark: { atSeconds, value: before, fall: { low: value, sinceSeconds } }, count: 0 };
  }
  return value >= low
    ? { mark: { atSeconds, value }, count: value }
    : { mark: { atSeconds, value: low, fall: fallen }, count: low };
}

/** Whether a fall is no restart as far as is known: by its low value, or since the next sample did not show one. */
export function isDoubtful({ atSeconds, value, fall }: CounterMark): boolean {
  return fall !== undefined && (fall.sinceSeconds < atSeconds || !isRestart(value, fall.low, Infinity));
}
