import type { RawSeries } from "../core/verdict/index";

/** Series without its durations; their marks go on all the same, so that nothing is counted twice later. */
function setAside(series: RawSeries): RawSeries {
  const counters = series.counters.filter((one) => one !== "timed" && !one.startsWith("within:"));
  const wasTimed = counters.length < series.counters.length;
  return wasTimed ? { ...series, counters: counters.length === 0 ? ["unread"] : counters } : series;
}

/** Per target and track all counts that are fed. */
function groupCounters(series: readonly RawSeries[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { target, track, counters } of series) {
    const key = `${track} at ${target}`;
    const known = groups.get(key) ?? new Set<string>();
    for (const counter of counters) known.add(counter);
    groups.set(key, known);
  }
  return groups;
}

/** Histogram or bucket that is missing where requests are counted; undefined where none is. */
function findMissing(series: readonly RawSeries[], boundsSeconds: readonly number[]): string | undefined {
  for (const [where, counters] of groupCounters(series)) {
    if (!counters.has("requests")) continue;
    if (!counters.has("timed")) return `no histogram of ${where}`;
    const bound = boundsSeconds.find((one) => !counters.has(`within:${one}`));
    if (bound !== undefined) return `no bucket le="${bound}" of ${where}`;
  }
  return undefined;
}

/**
 * Durations are judged only where every target that counts requests has all buckets: a bucket that one version lacks
 * would make all its requests slow.
 */
export function settleLatency(
  series: readonly RawSeries[],
  boundsSeconds: readonly number[],
): { readonly series: readonly RawSeries[]; readonly missing?: string } {
  const missing = boundsSeconds.length === 0 ? undefined : findMissing(series, boundsSeconds);
  return missing === undefined ? { series } : { series: series.map(setAside), missing };
}
