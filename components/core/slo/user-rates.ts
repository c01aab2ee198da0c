import { matchUnasked } from "../evidence/labels/unasked";
import type { UnaskedLabels } from "../evidence/labels/unasked";
import type { RateCounter, SelectorInput, Source } from "../sources/source";
import type { Track } from "../track";

/** Counters of a source, and the requests among theirs that are none of users. */
export interface UserRates {
  readonly counters: readonly [RateCounter, ...RateCounter[]];
  readonly unasked: readonly UnaskedLabels[];
}

/**
 * Counters of a source without what no user asked for: probes of the kubelet, scrapes, ignored routes.
 * @param ignoreRoutes - as in `sluice:analysis.ignoreRoutes`, `*` stands for any text
 * @param track - track whose requests alone are selected, where labels tell it. @default both
 */
export function userRates(
  source: Pick<Source, "rates" | "countsIn" | "asTold">,
  input: SelectorInput,
  ignoreRoutes: readonly string[],
  track?: Track,
): UserRates {
  // A router's counters name no route, and its probes have Services of their own.
  const hasRoutes = source.countsIn === "pod" || source.asTold !== undefined;
  return { counters: source.rates(input, track), unasked: hasRoutes ? matchUnasked(ignoreRoutes) : [] };
}
