import { matchUnasked } from "../evidence/unasked";
import { narrow } from "../sources/promql";
import type { RateSelectors, SelectorInput, Source } from "../sources/source";
import type { Track } from "../track";

type Some = RateSelectors["total"];

/**
 * Selectors of a source's counters without what no user asked for: probes of the kubelet, scrapes, ignored routes.
 * @param ignoreRoutes - as in `sluice:analysis.ignoreRoutes`, `*` stands for any text
 * @param track - whose requests alone are selected, where labels tell it. @default both
 */
export function userRates(
  source: Pick<Source, "rates" | "countsIn" | "asTold">,
  input: SelectorInput,
  ignoreRoutes: readonly string[],
  track?: Track,
): RateSelectors {
  const { total, failed } = source.rates(input, track);
  // A router's counters name no route, and its probes have Services of their own.
  if (source.countsIn === "router" && source.asTold === undefined) return { total, failed };
  const unasked = matchUnasked(ignoreRoutes);
  const without = (selectors: Some) => selectors.map((one) => narrow(one, unasked)) as unknown as Some;
  return { total: without(total), failed: without(failed) };
}
