import { ApiError } from "../../cluster/api-error";
import type { Observed, ZeroReason } from "../../core/live";
import type { EndContext } from "./end-traffic";
import { followZero } from "./follow-zero";
import { takeLever } from "./lever";
import type { LeverTaken } from "./lever";

/**
 * Waits until an accepted write of weight 0 is followed. Where the router does not follow it the second lever is taken.
 * @param from - weight before the write, percent
 */
export async function followOrPull(
  context: EndContext & { progress(text: string): void },
  { kind, reason }: ZeroReason,
  writtenAtSeconds: number,
  from: number,
): Promise<{ readonly observed: Observed; readonly lever?: LeverTaken }> {
  const { observed, ignored } = await followZero(context, writtenAtSeconds);
  if (!ignored) return { observed };
  const because = "weight 0 is written, and 30 s later new requests still reach the canary";
  try {
    const lever = await takeLever(context, { kind, reason, because }, from);
    if (typeof lever !== "string") return { observed, lever };
    context.say(`${because}; ${lever}`, "warning");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.say(`${because}; the second lever is refused: ${error.message}`, "warning");
  }
  return { observed };
}
