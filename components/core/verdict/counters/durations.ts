import type { Increment } from "./read-series";

/** Whether a count is one of a histogram: all timed requests, or those within a bound. */
const isDuration = (counter: string): boolean => counter === "timed" || counter.startsWith("within:");

function placeOf({ series, atSeconds }: Increment): string {
  return `${atSeconds} ${series.target}`;
}

/** Scrapes of a target in which a histogram is not whole: a count or a bucket of it is missing, or fell. */
function findTorn(increments: readonly Increment[], boundsSeconds: readonly number[]): ReadonlySet<string> {
  const counted = new Map<string, Map<string, number>>();
  const torn = new Set<string>();
  for (const one of increments) {
    for (const counter of one.series.counters.filter(isDuration)) {
      const place = placeOf(one);
      if (one.isOpen) torn.add(place);
      const counts = counted.get(place) ?? new Map<string, number>();
      const key = `${one.sinceSeconds} ${counter}`;
      counted.set(place, counts.set(key, (counts.get(key) ?? 0) + 1));
    }
  }
  const names = ["timed", ...boundsSeconds.map((bound) => `within:${bound}`)];
  for (const [place, counts] of counted) {
    const begins = new Set([...counts.keys()].map((key) => key.split(" ")[0]));
    const isWhole = [...begins].every((begin) => {
      const all = names.map((name) => counts.get(`${begin} ${name}`));
      return all.every((count) => count === all[0]);
    });
    if (!isWhole) torn.add(place);
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
