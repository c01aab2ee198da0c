import { matchBounds } from "../sources/histogram";
import { narrow } from "../sources/promql";
import type { RateSelectors, SelectorInput, Source } from "../sources/source";
import { userRates } from "./user-rates";

type Some = RateSelectors["total"];

/** Selectors of a histogram's buckets, as rules of Prometheus add them up. */
export interface DurationSelectors {
  /** Requests of users with a known duration: the last buckets, which have all. */
  readonly total: Some;
  /** Requests among them that took no longer than the bound. */
  readonly within: Some;
  /** All buckets: their label `le` says which bounds there are. */
  readonly buckets: Some;
}

/** The buckets of a histogram with the labels by which a source's requests are selected. */
function bucketsOf(selector: string, histogram: string): string {
  const matchers = selector.slice(selector.indexOf("{") + 1, -1).replace(/^__name__=~?"[^"]*",?/, "");
  return `{__name__=~"(${histogram})_bucket"${matchers === "" ? "" : `,${matchers}`}}`;
}

/**
 * Selectors of a source's durations, without what no user asked for.
 * @param ignoreRoutes - as in `sluice:analysis.ignoreRoutes`
 * @returns undefined where the source counts no durations
 */
export function durationRates(
  source: Pick<Source, "rates" | "countsIn" | "asTold" | "durations">,
  input: SelectorInput,
  ignoreRoutes: readonly string[],
  withinSeconds: number,
): DurationSelectors | undefined {
  const { durations } = source;
  if (durations === undefined) return undefined;
  const { histogram, perSecond } = durations;
  const buckets = userRates(source, input, ignoreRoutes).total.map((one) => bucketsOf(one, histogram));
  const of = (matcher: string) => buckets.map((one) => narrow(one, matcher)) as unknown as Some;
  return {
    total: of('le="+Inf"'),
    within: of(matchBounds([withinSeconds], perSecond)),
    buckets: buckets as unknown as Some,
  };
}
