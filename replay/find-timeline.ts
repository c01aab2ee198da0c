import type { EvidencePoint, Stretch } from "./watch-evidence";

/** For so many ticks stable must have had no request before the canary is taken to carry everything. */
const leastTicks = 3;

/**
 * Finds the weights in the counts themselves where they are not given: the observed share, and 100 from when stable got
 * no request any more. Smaller steps need not be known: the relative test uses counts, not weights.
 */
export function findTimeline(
  points: readonly EvidencePoint[],
  fromSeconds: number,
): readonly [Stretch, ...Stretch[]] {
  const sum = (track: "stable" | "canary", some = points): number =>
    some.reduce((total, point) => total + point[track].requests, 0);
  const last = points.findLastIndex(({ stable }) => stable.requests > 0);
  const rest = points.slice(last + 1);
  const alone = rest.filter(({ canary }) => canary.requests > 0).length >= leastTicks;
  if (last === -1) return [{ atSeconds: fromSeconds, weight: alone ? 100 : 50 }];
  const beside = sum("canary", points.slice(0, last + 1));
  const share = beside / (beside + sum("stable"));
  const first = { atSeconds: fromSeconds, weight: Math.min(Math.max(Math.round(100 * share), 1), 99) };
  const end = (points[last] as EvidencePoint).atSeconds;
  return alone ? [first, { atSeconds: fromSeconds + end, weight: 100 }] : [first];
}
