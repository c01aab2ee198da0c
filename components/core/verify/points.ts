/** Time after the end of a release at which it is looked at again. */
const verifyPoints = { "5m": 300, "15m": 900, "2h": 7200, "24h": 86_400 } as const;

/** Name of one of {@link verifyPoints}. */
export type VerifyPoint = keyof typeof verifyPoints;

/** Names of {@link verifyPoints}, the earliest first. */
export const verifyPointNames = Object.keys(verifyPoints) as readonly VerifyPoint[];

/** Time of a point after the end, seconds. */
export const pointSeconds = (point: VerifyPoint): number => verifyPoints[point];

/** Longest range that is read, seconds: raw samples of more are too many. */
const longestSeconds = 3600;

/**
 * Range of requests that a point looks at: from the end of the release to the point, at most the last hour of it.
 * @param endedAtSeconds - end of the release
 * @returns seconds since the epoch; `until` lies in the future where the point is not reached yet
 */
export function rangeOf(
  point: VerifyPoint,
  endedAtSeconds: number,
): { readonly fromSeconds: number; readonly untilSeconds: number } {
  const untilSeconds = endedAtSeconds + verifyPoints[point];
  return { fromSeconds: Math.max(endedAtSeconds, untilSeconds - longestSeconds), untilSeconds };
}
