import { waitFor } from "./wait-for";

/** Value that expires, such as a token. */
export interface Lease<Value> {
  readonly value: Value;
  /** Seconds since the epoch; absent: it is valid until it is refused. */
  readonly expiresAtSeconds?: number | undefined;
}

/** Value that is requested again when it expires. */
export interface Renewed<Value> {
  /**
   * Value in force. A new one is requested where there is none or the old one expires soon.
   * @param signal - ends this caller's waiting, not that of others
   * @throws {Error} where there is none
   */
  get(signal: AbortSignal): Promise<Value>;
  /** Forgets a value that a server refused. */
  refused(value: Value): void;
}

/** Time before its expiry at which it is requested again, seconds. */
const earlySeconds = 5;

/**
 * Keeps a value until it expires or a server refuses it; then it is requested once, however many callers wait.
 * @param ask - has a time limit of its own; its signal ends with the last caller that was interrupted
 */
export function renewed<Value>(
  ask: (signal: AbortSignal) => Promise<Lease<Value>>,
  now: () => number = () => Date.now() / 1000,
): Renewed<Value> {
  let kept: Lease<Value> | undefined;
  let asking: Promise<Value> | undefined;
  let waiting = 0;
  let given = new AbortController();

  const begin = (): Promise<Value> => {
    given = new AbortController();
    const asked = ask(given.signal)
      .then((lease) => {
        kept = lease;
        return lease.value;
      })
      .finally(() => (asking = undefined));
    // The callers that wait get the error.
    asked.catch(() => undefined);
    return asked;
  };

  return {
    async get(signal) {
      const ends = kept?.expiresAtSeconds ?? Number.POSITIVE_INFINITY;
      if (kept !== undefined && ends > now() + earlySeconds) return kept.value;
      asking ??= begin();
      waiting += 1;
      try {
        return await waitFor(asking, signal);
      } finally {
        waiting -= 1;
        // A call whose time is up comes again and finds it; one that was interrupted does not.
        const isLate = (signal.reason as Error | undefined)?.name === "TimeoutError";
        if (waiting === 0 && signal.aborted && !isLate) given.abort();
      }
    },
    refused(value) {
      if (kept?.value === value) kept = undefined;
    },
  };
}
