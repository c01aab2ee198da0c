import type { Counts } from "../../components/core/verdict/index";
import type { EvidencePoint } from "../watch-evidence";

/** Counts of several ticks together, so that a plot stays readable. */
export interface Bin {
  /** Middle of its time, seconds since the beginning. */
  readonly atSeconds: number;
  readonly seconds: number;
  readonly stable: Counts;
  readonly canary: Counts;
}

/** Most bins of a plot. */
const mostBins = 60;

/** Sums ticks into at most 60 bins of equal length; the first tick is a baseline and counts nothing. */
export function gatherBins(all: readonly EvidencePoint[], tickSeconds: number): readonly Bin[] {
  const points = all.slice(1);
  const size = Math.ceil(points.length / mostBins);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    const some = points.slice(i * size, (i + 1) * size);
    const sum = (track: "stable" | "canary"): Counts => ({
      requests: some.reduce((total, point) => total + point[track].requests, 0),
      errors: some.reduce((total, point) => total + point[track].errors, 0),
    });
    const seconds = some.length * tickSeconds;
    const end = (some.at(-1) as EvidencePoint).atSeconds;
    return {
      atSeconds: Math.max(end - seconds / 2, 0),
      seconds,
      stable: sum("stable"),
      canary: sum("canary"),
    };
  });
}
