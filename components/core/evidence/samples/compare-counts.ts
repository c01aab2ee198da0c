/** Samples of a counter in order of time. */
export type Samples = readonly (readonly [atSeconds: number, value: number])[];

/** Number of samples that were compared, and of those that contradict that both are one count. */
export interface Comparison {
  readonly compared: number;
  readonly apart: number;
}

/** Least and greatest value that a counter can have had at a moment. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Least samples that show whether two counters are one. */
const leastCompared = 3;
/** Share of samples that may contradict: a scrape that was late, a rule evaluated on half of its series. */
const toleratedShare = 0.1;

/** Index of the last sample at or before a moment, -1 where there is none. */
function lastUntil(samples: Samples, atSeconds: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle] as Samples[number])[0] <= atSeconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Between which values a counter was at a moment. A copy may be made of a sample that is one scrape older.
 * @returns undefined before its first sample, after its last, and around a fall
 */
function boundsAt(samples: Samples, atSeconds: number): Bounds | undefined {
  const at = lastUntil(samples, atSeconds);
  const now = samples[at];
  const after = samples[at + 1] ?? (now?.[0] === atSeconds ? now : undefined);
  if (now === undefined || after === undefined) return undefined;
  const least = (samples[at - 1] ?? now)[1];
  return least <= now[1] && now[1] <= after[1] ? { least, most: after[1] } : undefined;
}

/** Compares a count with the sum of others that may be its parts; one part alone may be a copy. */
export function compareCounts(whole: Samples, parts: readonly Samples[]): Comparison {
  let [compared, apart] = [0, 0];
  for (const [atSeconds, value] of whole) {
    const bounds = parts.map((part) => boundsAt(part, atSeconds));
    if (bounds.includes(undefined)) continue;
    const sum = (of: keyof Bounds) => bounds.reduce((total, one) => total + (one as Bounds)[of], 0);
    // Two counters that never counted anything are no copies of each other.
    if (value === 0 && sum("most") === 0) continue;
    compared++;
    if (value < sum("least") || value > sum("most")) apart++;
  }
  return { compared, apart };
}

/** Compares two counts at the moments that both have: apart are those with another value. */
export function compareMoments(a: Samples, b: Samples): Comparison {
  const values = new Map(b);
  const pairs = a.flatMap(([at, value]) => {
    const other = values.get(at);
    return other === undefined || (value === 0 && other === 0)
      ? []
      : [Math.round(value) === Math.round(other)];
  });
  return { compared: pairs.length, apart: pairs.filter((isSame) => !isSame).length };
}

/** Sum of several comparisons. */
export function addComparisons(all: readonly Comparison[]): Comparison {
  return {
    compared: all.reduce((sum, one) => sum + one.compared, 0),
    apart: all.reduce((sum, one) => sum + one.apart, 0),
  };
}

/** Whether two counts are one by their values; undefined where too few samples were compared. */
export function goTogether({ compared, apart }: Comparison): boolean | undefined {
  return compared < leastCompared ? undefined : apart <= toleratedShare * compared;
}
