import { narrow } from "../sources/promql";
import type { RateSelectors, SelectorInput, Source } from "../sources/source";
import type { Track } from "../track";
import { userRates } from "./user-rates";

type Some = RateSelectors["total"];

/**
 * Selectors of one track's requests, for dashboards and alerts: the verdict reads raw samples instead.
 * @returns undefined where the labels of the source's counters do not tell the track
 */
export function trackRates(
  source: Pick<Source, "rates" | "countsIn" | "asTold" | "ofTrack">,
  input: SelectorInput,
  ignoreRoutes: readonly string[],
  track: Track,
): RateSelectors | undefined {
  const matchers = source.ofTrack?.(track, input);
  if (matchers === undefined) return undefined;
  const { total, failed } = userRates(source, input, ignoreRoutes);
  // A selector of failures is one of requests with more matchers.
  const bases = source.rates(input).total.map((one) => one.slice(0, -1));
  const only = (selectors: Some) =>
    selectors.flatMap((one) => {
      const nth = bases.findIndex((base) => one.startsWith(base));
      return (matchers[nth] as readonly string[]).map((more) => narrow(one, more));
    }) as unknown as Some;
  return { total: only(total), failed: only(failed) };
}
