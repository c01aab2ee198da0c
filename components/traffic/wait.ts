import { RunEnd } from "../core/run-end";

/** The time is over before the condition was met. */
export class WaitTimeoutError extends Error {}

/** The wait was ended from outside (Ctrl-C, a lost lock). */
export class InterruptedError extends Error {}

/** Sleeps, or ends at once with {@link InterruptedError}. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) throw new InterruptedError("interrupted");
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    const stop = (): void => {
      clearTimeout(timer);
      reject(new InterruptedError("interrupted"));
    };
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Terms of waiting for a condition. */
export interface WaitOptions {
  /** From the start, or from the latest answer that had got further than all before it. */
  readonly timeoutSeconds: number;
  /** @default 500 */
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks until the answer is `done`; an error of one try counts as not yet, unless it is an expected end of the run.
 * @throws {WaitTimeoutError} with the last answer's `missing` text
 */
export async function waitFor<T>(
  ask: () => Promise<{ done: T } | { missing: string; progress?: number }>,
  options: WaitOptions,
): Promise<T> {
  const limit = (): number => performance.now() + options.timeoutSeconds * 1000;
  let until = limit();
  let furthest = 0;
  let missing = "";
  for (;;) {
    try {
      const answer = await ask();
      if ("done" in answer) return answer.done;
      missing = answer.missing;
      const { progress = 0 } = answer;
      if (progress > furthest) [furthest, until] = [progress, limit()];
    } catch (error) {
      if (error instanceof InterruptedError || error instanceof RunEnd) throw error;
      missing = (error as Error).message;
    }
    if (performance.now() >= until) throw new WaitTimeoutError(missing);
    await sleep(options.everyMs ?? 500, options.signal);
  }
}
