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
