import { seen } from "../core/stage/seen";
import type { Seen } from "../core/stage/seen";
import { InterruptedError } from "../traffic/wait";

/**
 * Reads one fact by itself: a reading that fails hides no other.
 * @param isEnd - errors that end the run instead of leaving the fact unknown, besides an interruption. @default none
 */
export async function see<T>(
  reading: Promise<T>,
  isEnd: (error: unknown) => boolean = () => false,
): Promise<Seen<T>> {
  try {
    return seen(await reading);
  } catch (error) {
    if (error instanceof InterruptedError || isEnd(error)) throw error;
    return { kind: "unseen", problem: (error as Error).message };
  }
}
