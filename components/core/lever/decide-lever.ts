import type { ZeroKind } from "../live";

/** So many writes of weight 0 that were refused are enough. */
const enoughRefusals = 2;
/** So long without a write of weight 0 that was taken is enough, seconds. */
const enoughSeconds = 5;
/** So long after an accepted write the router must have followed, seconds. */
const followSeconds = 30;

/** Moves of the base stack are no abort: the tracks are well, and their run can be repeated. */
const planned: readonly ZeroKind[] = ["supersede", "revert", "promote"];

/** Whether traffic that is taken away for this reason may be taken away by the canary's Service. */
export function mayTakeLever(kind: ZeroKind): boolean {
  return !planned.includes(kind);
}

/** A try to write weight 0 that failed. */
export interface FailedWrite {
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  readonly message: string;
  readonly begunAtSeconds: number;
  /** The API server answered another request right after it. */
  readonly serverAnswers: boolean;
}

/** Tries to write weight 0, as they ended so far. */
export interface WriteTries {
  /** Writes that were refused. */
  readonly refusals: number;
  /** Begin of the first write since which the API server answers and takes none; absent: there was none. */
  readonly sinceSeconds?: number;
}

/** Before the first try. */
export const noTries: WriteTries = { refusals: 0 };

/** Statuses of an API server that is starting, overloaded or behind, rather than refusing. */
const busy: readonly number[] = [0, 408, 429];

/** Whether an answer is a refusal, so that the same write would be refused again. */
export function isRefusal({ status, message }: Pick<FailedWrite, "status" | "message">): boolean {
  if (busy.includes(status)) return false;
  // An admission webhook that is away answers as 500: https://pkg.go.dev/k8s.io/apiserver/pkg/admission/plugin/webhook/errors
  return status < 500 || /webhook|admission/i.test(message);
}

/** Counts one more try that failed. An API server that is away as a whole refuses nothing. */
export function countTry({ refusals, sinceSeconds }: WriteTries, failed: FailedWrite): WriteTries {
  const refused = isRefusal(failed);
  if (!refused && !failed.serverAnswers) return { refusals };
  return {
    refusals: refused ? refusals + 1 : refusals,
    sinceSeconds: sinceSeconds ?? failed.begunAtSeconds,
  };
}

/** Whether writing weight 0 was refused twice, or was not taken for 5 s by an API server that answers. */
export function isRefused({ refusals, sinceSeconds }: WriteTries, nowSeconds: number): boolean {
  const isLong = sinceSeconds !== undefined && nowSeconds - sinceSeconds >= enoughSeconds;
  return refusals >= enoughRefusals || isLong;
}

/** One look at the counts after a write of weight 0 that was accepted. */
export interface ZeroLook {
  /** Whether requests per track can be counted now. */
  readonly countable: boolean;
  /** Requests of the canary since `fromSeconds` that cannot have been routed before the write. */
  readonly canaryRequests: number;
  /** The counts begin with the first scrape after it. */
  readonly fromSeconds: number;
  readonly writtenAtSeconds: number;
  readonly nowSeconds: number;
  readonly propagationSeconds: number;
}

/**
 * Whether the router does not follow an accepted write of weight 0: new requests of the canary are counted 30 s after
 * it. Those that the router sent while it was still to follow are not new, and no data says nothing.
 */
export function isIgnored(look: ZeroLook): boolean {
  const { countable, canaryRequests, fromSeconds, writtenAtSeconds, nowSeconds, propagationSeconds } = look;
  const isNew = fromSeconds >= writtenAtSeconds + 2 * propagationSeconds;
  return countable && canaryRequests > 0 && isNew && nowSeconds >= writtenAtSeconds + followSeconds;
}

/** Time for which an accepted write is watched where requests still reach the canary, seconds. */
export function followWithin(propagationSeconds: number): number {
  return Math.max(followSeconds, 2 * propagationSeconds) + 5;
}
