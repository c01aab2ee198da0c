type Samples = readonly (readonly [atSeconds: number, value: number])[];

/** Samples later than `fromSeconds` and not later than `untilSeconds`; they are in order of time. */
function within(samples: Samples, fromSeconds: number, untilSeconds: number): Samples {
  const after = (seconds: number): number => {
    let [low, high] = [0, samples.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((samples[middle] as readonly [number, number])[0] <= seconds) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return samples.slice(after(fromSeconds), after(untilSeconds));
}

/**
 * Prometheus' `rate()` with its extrapolation, for the rules of others; never used by a gate. A NaN sample makes the
 * result NaN, a series that begins inside the window loses its first value.
 * @returns per second; undefined where fewer than two samples are in the window
 * @see https://github.com/prometheus/prometheus/blob/v3.4.0/promql/functions.go extrapolatedRate
 */
export function rate(samples: Samples, atSeconds: number, windowSeconds: number): number | undefined {
  const inside = within(samples, atSeconds - windowSeconds, atSeconds);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined || inside.length < 2) return undefined;
  const resets = inside.reduce((sum, [, value], i) => {
    const before = inside[i - 1]?.[1] ?? value;
    return value < before ? sum + before : sum;
  }, 0);
  const grown = last[1] - first[1] + resets;
  const sampled = last[0] - first[0];
  const spacing = sampled / (inside.length - 1);
  const reach = (gap: number): number => (gap >= spacing * 1.1 ? spacing / 2 : gap);
  // A counter cannot have been below zero, so it is not extrapolated further back than there.
  const toZero = grown > 0 && first[1] >= 0 ? sampled * (first[1] / grown) : Infinity;
  const before = Math.min(reach(first[0] - (atSeconds - windowSeconds)), toZero);
  const after = reach(atSeconds - last[0]);
  return (grown * ((sampled + before + after) / sampled)) / windowSeconds;
}
