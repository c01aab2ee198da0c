import type { Evidence } from "../verdict/index";
import type { Ledger } from "./ledger";
import type { TrailPoint } from "./trail";

/** Most points of a stage: about 3 KiB of the ledger. */
const mostPoints = 60;

const round = (value: number): number => (Number.isFinite(value) ? Math.round(value * 100) / 100 : 0);

/** Points of which every second one is left out, but for the last. */
function thin(points: readonly TrailPoint[]): readonly TrailPoint[] {
  return points.filter((_, index) => index % 2 === 0 || index === points.length - 1);
}

/** The points with one more: once thinned they stay as far apart, and the latest moves until it is far enough. */
function withPoint(points: readonly TrailPoint[], point: TrailPoint): readonly TrailPoint[] {
  const [first, second] = points;
  const [before, last] = points.slice(-2);
  if (first === undefined || second === undefined || before === undefined || last === undefined)
    return [...points, point];
  const isMoving = last[0] - before[0] < second[0] - first[0];
  const next = [...(isMoving ? points.slice(0, -1) : points), point];
  return next.length > mostPoints ? thin(next) : next;
}

/**
 * Notes the evidence of a tick in the stage that it belongs to; no other stage and nothing else changes.
 * @param key - key of the stage
 */
export function notePoint(
  ledger: Ledger,
  key: string | undefined,
  { stage, trimmedLnE, failAt, lnP, passAt }: Evidence,
  atSeconds: number,
): Ledger {
  const { attempt } = ledger;
  if (attempt === undefined || stage === undefined) return ledger;
  const { canary, stable } = stage;
  const point: TrailPoint = [
    round(atSeconds),
    round(canary.requests),
    round(canary.errors),
    round(stable.requests),
    round(stable.errors),
    round(trimmedLnE),
    round(lnP),
  ];
  const stages = attempt.stages.map((one) =>
    one.key === key
      ? {
          ...one,
          trail: {
            failAt: round(failAt),
            passAt: round(passAt),
            points: withPoint(one.trail?.points ?? [], point),
          },
        }
      : one,
  );
  return { ...ledger, attempt: { ...attempt, stages } };
}
