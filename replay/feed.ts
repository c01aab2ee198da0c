import type { RawSeries } from "../components/core/verdict/index";

/** Hands out the samples of a recording piece by piece, each once: those since the last call. */
export function createFeed(series: readonly RawSeries[]): (untilSeconds: number) => readonly RawSeries[] {
  const next = series.map(() => 0);
  return (untilSeconds) =>
    series.flatMap((one, k) => {
      const from = next[k] as number;
      let to = from;
      while ((one.samples[to]?.[0] ?? Infinity) <= untilSeconds) to++;
      next[k] = to;
      return to === from ? [] : [{ ...one, samples: one.samples.slice(from, to) }];
    });
}
