import type { RawSeries } from "../../components/core/verdict/index";

/**
 * A series without its last sample where that is a small fall: of a counter that wavers, the next sample would have
 * shown it. A fall to less than half stays: it is a restart, or the series is no counter.
 */
export function leaveOutOpenFall(series: RawSeries): RawSeries {
  const [earlier, before, last] = [-3, -2, -1].map((nth) => series.samples.at(nth)?.[1] ?? -Infinity) as [
    number,
    number,
    number,
  ];
  const isOpen = last < before && last > before / 2 && earlier <= before;
  return isOpen ? { ...series, samples: series.samples.slice(0, -1) } : series;
}
