import type { Increment } from "./read-series";

/** Whether a count is one of a histogram: all timed requests, or those within a bound. */
const isDuration = (counter: string): boolean => counter === "timed" || counter.startsWith("within:");

function placeOf({ series, atSeconds }: Increment): string {
  return `${atSeconds} ${series.target}`;
}

/** Scrapes of a target in which a histogram is not whole: a count or a bucket of it is missing, or fell. */
function findTorn(increments: readonly Increment[], boundsSeconds: readonly number[]): ReadonlySet<string> {
  const durations = increments.flatMap((one) =>
    one.series.counters.filter(isDuration).map((counter) => ({ counter, place: placeOf(one), ...one })),
  );
  const torn = new Set(durations.filter(({ isOpen }) => isOpen).map(({ place }) => place));
  const names = ["timed", ...boundsSeconds.map((bound) => `within:${bound}`)];
  const counted = Map.groupBy(durations, ({ place, sinceSeconds }) => `${sinceSeconds} ${place}`);
  for (const group of counted.values()) {
    const counts = names.map((name) => group.filter(({ counter }) => counter === name).length);
    const isWhole = counts.every((count) => count === counts[0]);
    if (!isWhole) for (const { place } of group) torn.add(place);
  }
  return torn;
}

/**
 * Increments of one track without the durations of scrapes in which a histogram is not whole: slow requests are all less
 * those within a bound, so each one that a lost bucket counted would look slow.
 */
export function leaveOutTorn(
  increments: readonly Increment[],
  boundsSeconds: readonly number[],
): readonly Increment[] {
  const torn = boundsSeconds.length === 0 ? new Set() : findTorn(increments, boundsSeconds);
  if (torn.size === 0) return increments;
  return increments.map((one) => {
    if (!torn.has(placeOf(one))) return one;
    const counters = one.series.counters.filter((counter) => !isDuration(counter));
    return { ...one, series: { ...one.series, counters } };
  });
}

/** Whether durations were counted. */
export function hasDurations(increments: readonly Increment[]): boolean {
  return increments.some(({ series, count }) => count > 0 && series.counters.some(isDuration));
}
