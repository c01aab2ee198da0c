/** Receives one line of progress for people. */
export type OnProgress = (line: string) => void;

const everyMs = 30_000;

/** Writes a time span for people: "8 s", "2 min 05 s". */
export function formatElapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * Reports a task when it starts, every 30 s while it runs, and at its end with the time it took.
 * @param what - the task in words that fit after "still", e.g. "building traefik 3.7.9"
 */
export async function withProgress<T>(
  onProgress: OnProgress,
  what: string,
  task: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  onProgress(what);
  const timer = setInterval(
    () => onProgress(`still ${what}: ${formatElapsed(performance.now() - start)}`),
    everyMs,
  );
  try {
    const result = await task();
    onProgress(`done ${what}: ${formatElapsed(performance.now() - start)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
