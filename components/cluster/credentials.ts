/** What one request shows the API server; none of it is ever told. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Client certificate with its key, PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** Where credentials come from. */
export interface Credentials {
  /**
   * Those of now.
   * @param signal - ends this caller's waiting, not what others wait for
   * @throws {Error} where there are none
   */
  get(signal: AbortSignal): Promise<Authorization>;
  /**
   * Takes note that the server refused some (401).
   * @returns whether others may be had by asking again
   */
  refused(authorization: Authorization): boolean;
}

/** Waits for something that others may wait for, too, as long as the signal allows. */
export async function waitFor<Value>(shared: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  // What is waited for may hold no process up.
  const hold = setInterval(() => undefined, 2 ** 30);
  try {
    return await new Promise<Value>((resolve, reject) => {
      const leave = (): void => reject(signal.reason as Error);
      signal.addEventListener("abort", leave, { once: true });
      shared.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  } finally {
    clearInterval(hold);
  }
}
