/** Messages that this process has still to send, whatever environment they are of. */
interface Outbox {
  /** Ends with the last message that waits now. */
  readonly idle: Promise<void>;
  /** Gives up what waits. */
  stop(): void;
}

const waiting = new Set<Outbox>();

/** Longest time that the end of a command waits for its messages, milliseconds. */
const flushMs = 5000;

/** Notes work until it is done, so that {@link flushMessages} waits for it. */
export function noteWork(idle: Promise<void>, stop: () => void): void {
  const outbox = { idle, stop };
  waiting.add(outbox);
  void idle.finally(() => waiting.delete(outbox));
}

/**
 * Waits at the end of a command until its messages are sent, for a bounded time; what is late is given up. Traffic and
 * ledger are written by then.
 */
export async function flushMessages(limitMs = flushMs): Promise<void> {
  if (waiting.size === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), limitMs);
  });
  const all = Promise.all([...waiting].map(({ idle }) => idle));
  const end = await Promise.race([all, late]).finally(() => clearTimeout(timer));
  if (end !== "late") return;
  for (const { stop } of waiting) stop();
  await all;
}
