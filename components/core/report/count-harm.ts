import type { StageRecord } from "../ledger/ledger";
import { percent } from "../verdict/explain/percent";
import type { AttemptRecord } from "./record";
import type { HarmCount, ReleaseCost } from "./report";

/** Requests of a stage: its verdict's, else those of the latest tick. */
export function countsOf({ verdict, trail }: StageRecord) {
  if (verdict !== undefined) return verdict;
  const [, canaryRequests, canaryErrors, stableRequests, stableErrors] = trail?.points.at(-1) ?? [
    0, 0, 0, 0, 0,
  ];
  return {
    canary: { requests: canaryRequests, errors: canaryErrors },
    stable: { requests: stableRequests, errors: stableErrors },
  };
}

/** Failed of all requests, with their share. */
export function describeCounts({ requests, errors }: { readonly requests: number; readonly errors: number }) {
  return requests === 0 ? "no requests" : `${errors} of ${requests} (${percent(errors / requests)})`;
}

const ratio = (errors: number, requests: number): number => (requests === 0 ? 0 : errors / requests);

/** Failed requests that the canary served, and those that users were spared because stable served them. */
export function countHarm(stages: readonly StageRecord[]): HarmCount {
  const counts = stages.map(countsOf);
  const avoided = counts.map(({ canary, stable }) => {
    const more = ratio(canary.errors, canary.requests) - ratio(stable.errors, stable.requests);
    return Math.max(0, more) * stable.requests;
  });
  const sum = (values: readonly number[]): number =>
    Math.round(values.reduce((total, one) => total + one, 0));
  return { served: sum(counts.map(({ canary }) => canary.errors)), avoided: sum(avoided) };
}

/**
 * Time that an attempt took.
 * @param nowSeconds - end of what is not over
 */
export function countCost({ attempt }: AttemptRecord, nowSeconds: number): ReleaseCost {
  const { startedAtSeconds, endedAtSeconds = nowSeconds, pauses = [], stages } = attempt;
  const between = (from: number | undefined, until: number | undefined): number =>
    from === undefined ? 0 : Math.max(0, (until ?? endedAtSeconds) - from);
  const sum = (values: readonly number[]): number =>
    Math.round(values.reduce((total, one) => total + one, 0));
  return {
    totalSeconds: Math.round(between(startedAtSeconds, endedAtSeconds)),
    judgedSeconds: sum(stages.map((stage) => between(stage.startedAtSeconds, stage.endedAtSeconds))),
    pausedSeconds: sum(pauses.map((pause) => between(pause.atSeconds, pause.resumed?.atSeconds))),
  };
}
