import { countBetween } from "../../components/core/evidence/samples/count-between";
import type { RawSeries } from "../../components/core/verdict/index";
import type { StableCount } from "../../components/core/verify/assess-verify";

/** Stable's requests between two moments, seconds since the epoch: errors, and what else is looked at, where series tell it. */
export function countStable(
  series: readonly RawSeries[],
  fromSeconds: number,
  untilSeconds: number,
): StableCount {
  const { requests, errors, slow } = countBetween(series, fromSeconds, untilSeconds).stable;
  const isTimed = series.some(({ counters }) => counters.some((name) => name.startsWith("within:")));
  const told = series.filter(({ answer }) => answer !== undefined);
  const denied = told.filter(({ answer }) => answer?.kind === "4xx");
  return {
    requests,
    errors,
    ...(isTimed ? { slow } : {}),
    ...(told.length === 0 ? {} : { denied: countBetween(denied, fromSeconds, untilSeconds).stable.requests }),
  };
}
