import type { RawSeries } from "../components/core/verdict/index";

/** Tick where no series has two samples. */
const defaultTickSeconds = 5;

function medianGap({ samples }: RawSeries): number | undefined {
  const gaps = samples.flatMap(([at], i) =>
    i === 0 ? [] : [at - (samples[i - 1] as readonly [number, number])[0]],
  );
  return gaps.toSorted((a, b) => a - b)[gaps.length >> 1];
}

/** The shortest usual time between two scrapes of a series, to a tenth of a second, from 1 to 600 s. */
export function chooseTickSeconds(series: readonly RawSeries[]): number {
  const gaps = series.flatMap((one) => medianGap(one) ?? []);
  const shortest = gaps.length === 0 ? defaultTickSeconds : Math.min(...gaps);
  return Math.min(Math.max(Math.round(shortest * 10) / 10, 1), 600);
}
