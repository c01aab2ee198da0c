import { matchBounds } from "../sources/histogram";
import { narrow } from "../sources/promql";
import type { SelectorInput, Source } from "../sources/source";
import { userRates } from "./user-rates";
import type { UserRates } from "./user-rates";

/** Selectors of a histogram's buckets, as rules of Prometheus add them up, and the requests among theirs that are none of users. */
export interface DurationSelectors extends Pick<UserRates, "unasked"> {
  /** Requests of users with a known duration: the last buckets, which have all. */
  readonly total: readonly string[];
  /** Requests among them that took no longer than the bound. */
  readonly within: readonly string[];
  /** All buckets: their label `le` says which bounds there are. */
  readonly buckets: readonly string[];
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
  const { counters, unasked } = userRates(source, input, ignoreRoutes);
  const buckets = counters.map(({ selector }) => bucketsOf(selector, histogram));
  const of = (matcher: string) => buckets.map((one) => narrow(one, matcher));
  return {
    total: of('le="+Inf"'),
    within: of(matchBounds([withinSeconds], perSecond)),
    buckets,
    unasked,
  };
}
