import type { Recording } from "./recording";

/** The part of a recording between two moments, both included, seconds since the epoch. */
export function crop(recording: Recording, fromSeconds: number, untilSeconds: number): Recording {
  const series = recording.series.map((one) => ({
    ...one,
    samples: one.samples.filter(([at]) => at >= fromSeconds && at <= untilSeconds),
  }));
  return { ...recording, series: series.filter(({ samples }) => samples.length > 0) };
}
