/** Waits for a value that other callers may wait for, too, as long as the signal allows. */
export async function waitFor<Value>(shared: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  // The thing waited for may not keep the process alive by itself.
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
