import type { Samples } from "./compare-counts";

/** Rise of a counter over its samples; falls are passed over. */
export function growthOf(samples: Samples): number {
  return samples.reduce((sum, [, value], i) => sum + Math.max(0, value - (samples[i - 1]?.[1] ?? value)), 0);
}

/** Growth of several counters together. */
export function growthOfAll(all: readonly { readonly samples: Samples }[]): number {
  return all.reduce((sum, { samples }) => sum + growthOf(samples), 0);
}
