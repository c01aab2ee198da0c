/** Largest difference between this machine's clock and Prometheus' at which evidence is put in the right tick, seconds. */
const longestSkewSeconds = 5;

/**
 * Judges two clocks: samples carry Prometheus' times, weight writes this machine's.
 * @param ownSeconds - halfway through the question, seconds since the epoch
 * @returns the problem, or undefined
 */
export function findClockSkew(ownSeconds: number, prometheusSeconds: number): string | undefined {
  const ahead = prometheusSeconds - ownSeconds;
  if (Math.abs(ahead) <= longestSkewSeconds) return undefined;
  const side = ahead > 0 ? "ahead of" : "behind";
  return `clocks must differ by at most ${longestSkewSeconds} s: Prometheus is ${Math.abs(ahead).toFixed(1)} s ${side} this machine; set both by NTP`;
}
