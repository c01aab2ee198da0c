import { setTimeout as pause } from "node:timers/promises";

/** Statuses of a server that is starting, overloaded or being replaced. */
const passing: readonly number[] = [408, 429, 500, 502, 503, 504];

/** Pauses before the second and third try, milliseconds. */
const pausesMs: readonly number[] = [150, 300];

/** One try that may be repeated. */
export interface Try<Result> {
  readonly result: Result;
  /** Whether another try may do better. */
  readonly again: boolean;
  /** Time that the server asks for, milliseconds. */
  readonly afterMs?: number;
}

/** Whether a status is worth another try of a request that may be repeated. */
export function isPassing(status: number): boolean {
  return passing.includes(status);
}

/** Reads `Retry-After` in seconds; a date is not used by those who ask for a short wait. */
export function readRetryAfter(header: string | undefined): { readonly afterMs?: number } {
  return header !== undefined && /^\d{1,5}$/.test(header) ? { afterMs: Number(header) * 1000 } : {};
}

/**
 * Policy of repeating requests: at most three tries, short pauses or those that the server asks for, all inside the
 * time of the call. Only for requests that may be repeated.
 * @param attempt - gets the time that is left, milliseconds
 */
export async function retryWithin<Result>(
  timeoutMs: number,
  attempt: (leftMs: number) => Promise<Try<Result>>,
  signal?: AbortSignal,
): Promise<Result> {
  const isOver = (): boolean => signal?.aborted === true;
  const endMs = performance.now() + timeoutMs;
  let last = await attempt(timeoutMs);
  for (const pauseMs of pausesMs) {
    const waitMs = Math.max(pauseMs, last.afterMs ?? 0);
    const leftMs = Math.floor(endMs - performance.now()) - waitMs;
    if (!last.again || isOver() || leftMs <= 0) break;
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (isOver()) break;
    last = await attempt(leftMs);
  }
  return last.result;
}
