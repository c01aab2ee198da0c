import type { Counts, DispersionSums } from "../model";

/** Sums of no ticks. */
export const noDispersion: DispersionSums = { ticks: 0, requests: 0, errors: 0, squares: 0 };

/** Least ticks before dispersion is used. */
const leastTicks = 20;

/** Adds one tick of stable's counts; a tick without requests adds nothing. */
export function addDispersion(sums: DispersionSums, { requests, errors }: Counts): DispersionSums {
  return requests === 0
    ? sums
    : {
        ticks: sums.ticks + 1,
        requests: sums.requests + requests,
        errors: sums.errors + errors,
        squares: sums.squares + errors ** 2 / requests,
      };
}

/**
 * Pearson's dispersion of errors per tick: 1 for independent requests, 2b − 1 for bursts of mean size b; 1 while
 * fewer than 20 ticks are known or nothing failed.
 */
export function dispersionOf({ ticks, requests, errors, squares }: DispersionSums): number {
  return ticks < leastTicks || errors === 0 ? 1 : ((squares * requests) / errors - errors) / (ticks - 1);
}

/** Exponent for the next tick's evidence: 1, or 1/dispersion where dispersion is above `temperAbove`. */
export function temperingOf(sums: DispersionSums, temperAbove: number): number {
  const dispersion = dispersionOf(sums);
  return dispersion <= temperAbove ? 1 : 1 / dispersion;
}
