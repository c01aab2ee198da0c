import { InterruptedError } from "../components/traffic/wait";

/** Ctrl-C, a closed terminal or `kill`, as a signal that work in progress can watch. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the process's signals back to their former handlers. */
  release(): void;
}

const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Takes over the process's own end, so that its children end first and the person gets the state of the release. */
export function catchInterruption(): Interruption {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new InterruptedError("interrupted"));
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, stop);
    },
  };
}
