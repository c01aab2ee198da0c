import type { Quantiles } from "../evidence/samples/quantiles";
import type { Status } from "../commands/status";
import type { Counts, Evidence } from "../verdict/index";

/** Progress of the proof that decides a stage, percent of what is needed. */
export interface Proof {
  /** That the canary is worse: at 100 it is taken back. */
  readonly harm: number;
  /** That its error ratio is low enough: at 100 it is proven; absent where the stage does not need it. */
  readonly safety?: number;
  readonly canary: Counts;
  readonly stable: Counts;
  readonly heldSeconds: number;
  readonly minimumHoldSeconds: number;
  /** At today's traffic; null where it is not known. */
  readonly leftSeconds: number | null;
}

/** View of a release while it runs, for people. */
export interface ReleaseView {
  readonly status: Status;
  /** Absent while no stage is judged. */
  readonly proof?: Proof;
  /** Durations of both tracks of the last minutes; a track without is not measured. @default not measured */
  readonly latency?: { readonly canary?: Quantiles; readonly stable?: Quantiles };
}

const share = (value: number, limit: number): number =>
  Number.isFinite(value) ? Math.round(Math.min(Math.max((100 * value) / limit, 0), 100)) : 0;

/** Evidence of the running stage as shares of what is needed; undefined before the first stage. */
export function toProof(evidence: Evidence): Proof | undefined {
  const { stage, trimmedLnE, failAt, lnP, passAt, passed, needsPassTest } = evidence;
  if (stage === undefined) return undefined;
  const { heldSeconds, minimumHoldSeconds, predictedSecondsLeft } = evidence;
  return {
    harm: share(trimmedLnE, failAt),
    ...(needsPassTest ? { safety: passed ? 100 : share(lnP, passAt) } : {}),
    canary: stage.canary,
    stable: stage.stable,
    heldSeconds,
    minimumHoldSeconds,
    leftSeconds: predictedSecondsLeft,
  };
}

const known = (value: number | null): string =>
  value === null ? "unknown" : `${Number(value.toFixed(1))} %`;

/** Share of the requests that the canary is to have and has, in words; all of them where it is stable now. */
export function describeShare({ phase, weight: { ledger, live, observed } }: Status): string {
  const seen = `${known(live)} live, ${known(observed)} observed`;
  return phase === "promoted"
    ? `every request: it is stable now (canary ${seen})`
    : `${known(ledger)} wanted, ${seen}`;
}
