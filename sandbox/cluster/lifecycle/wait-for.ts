import { setTimeout as sleep } from "node:timers/promises";

/** Time to wait for a condition, and the error when it does not come. */
export interface WaitOptions {
  /** Condition that is waited for, as in "node must be Ready". */
  readonly what: string;
  /** Seconds until it is given up. */
  readonly timeoutSeconds: number;
  /** Pause between two tries, milliseconds. @default 50 */
  readonly pauseMs?: number;
  /** Ends the wait early when it throws. @default - nothing does */
  readonly assertAlive?: () => void;
}

/**
 * Tries until `probe` gives something other than undefined or false; a throw counts as "not yet".
 * @throws {Error} after the time, with the message of the last try
 */
export async function waitFor<T>(
  probe: () => Promise<T | undefined | false>,
  options: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + options.timeoutSeconds * 1000;
  let reason = "not yet";
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      reason = "not yet";
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    options.assertAlive?.();
    if (performance.now() > deadline) {
      throw new Error(`${options.what} within ${options.timeoutSeconds} s: got "${reason}"`);
    }
    await sleep(options.pauseMs ?? 50);
  }
}
