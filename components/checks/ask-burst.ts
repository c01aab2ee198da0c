import { judgeBurst } from "../core/checks/judge-others";
import type { CheckOutcome, PlannedCheck, Question } from "../core/checks/spec";
import { redact } from "../http/redact";
import { unknown } from "./check-context";
import type { CheckContext } from "./check-context";
import { openPublic } from "./send-public";

/** Requests under way at once. */
const atOnce = 20;

/** Sends many requests as a client does, and as many that claim to be others'. */
export async function askBurst(
  { settings }: CheckContext,
  { spec }: PlannedCheck,
  { url: asked, requests }: Extract<Question, { kind: "burst" }>,
): Promise<CheckOutcome> {
  try {
    const ask = openPublic(settings, asked, spec.timeoutMs);
    const send = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await ask({ method: "GET", headers })).status;
    const burst = async (headersOf: (nth: number) => Readonly<Record<string, string>>): Promise<number[]> => {
      const statuses: number[] = [];
      for (let from = 0; from < requests; from += atOnce) {
        const many = Math.min(atOnce, requests - from);
        const batch = Array.from({ length: many }, async (_, nth) => await send(headersOf(from + nth)));
        statuses.push(...(await Promise.all(batch)));
      }
      return statuses;
    };
    const plain = await burst(() => ({}));
    // Addresses that nobody has: TEST-NET-2 and its like.
    const forwarded = await burst((nth) => ({ "x-forwarded-for": `198.18.${nth >> 8}.${nth & 255}` }));
    return judgeBurst({ plain, forwarded });
  } catch (error) {
    return unknown(redact((error as Error).message));
  }
}
