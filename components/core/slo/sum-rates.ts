import type { RateSelectors } from "../sources/source";
import type { DurationSelectors } from "./duration-rates";
import { showBound } from "./slo";
import type { Slo } from "./slo";

/** Counters of an objective: all requests, and those that failed, or that were fast enough. */
export type SloRates = RateSelectors | DurationSelectors;

/** Requests that miss an objective, as the end of a sentence. */
export function describeMiss({ withinSeconds }: Slo): string {
  return withinSeconds === undefined ? "failed" : `took longer than ${showBound(withinSeconds)}`;
}

/** Growth per second of all selectors together. Counters lose their names in `rate`, so each part keeps a mark. */
export function sumRates(selectors: readonly string[], window: string): string {
  const rates = selectors.map((selector) => `rate(${selector}[${window}])`);
  if (rates.length === 1) return `sum(${rates[0]})`;
  const marked = rates.map((rate, nth) => `label_replace(${rate}, "part", "${nth}", "", "")`);
  return `sum(${marked.join(" or ")})`;
}

/**
 * Requests per second that miss an objective. Failures are 0 where no counter of them is there yet, and absent where
 * there is none of requests. Slow ones are absent where there is no bucket of the bound: without it all would seem slow.
 */
export function sumFailures(rates: SloRates, window: string): string {
  const all = sumRates(rates.total, window);
  return "within" in rates
    ? `clamp_min(${all} - ${sumRates(rates.within, window)}, 0)`
    : `${sumRates(rates.failed, window)} or 0 * ${all}`;
}

/** Share of requests that miss an objective within a window, straight from the counters; absent where there was no request. */
export function failedShare(rates: SloRates, window: string): string {
  return `(${sumFailures(rates, window)}) / (${sumRates(rates.total, window)} > 0)`;
}
