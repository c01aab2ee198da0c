/** Ctrl-C, a closed terminal or `kill`, as a signal that work in progress can watch. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the process's signals back to whoever had them. */
  release(): void;
}

const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Takes over the process's own end, so that what it started ends first and the person hears where things stand. */
export function catchInterruption(): Interruption {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, stop);
    },
  };
}
