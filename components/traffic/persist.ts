import { isUnreachable } from "../cluster/api-error";
import { sleep } from "./wait";

/**
 * Tries again while the API server is away.
 * @param patienceSeconds - longest time; the default is for weight 0: nothing is more urgent, and nothing else can be done
 */
export async function persist<T>(
  work: () => Promise<T>,
  away: (error: Error) => void,
  patienceSeconds = 300,
): Promise<T> {
  const end = performance.now() + patienceSeconds * 1000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnreachable(error) || performance.now() > end) throw error;
      away(error as Error);
      await sleep(500);
    }
  }
}
