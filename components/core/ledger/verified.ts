import type { Ledger } from "./ledger";
import type { Verification } from "./said";
import type { Transition } from "./transition";
import { isRunning } from "./ledger";
import { sameImage } from "../workload/image";

/** Most looks that are kept of one attempt. */
const mostVerifications = 20;

/**
 * Notes what a look at stable after the end of an attempt found, and tells it.
 * @param seen - `wentBack`: the attempt was aborted or a rollback; `sentence` for people
 * @returns undefined where a release is under way again, or another attempt was begun
 */
export function verified(
  ledger: Ledger,
  seen: Verification & {
    readonly attempt: number | undefined;
    readonly wentBack: boolean;
    readonly sentence: string;
  },
): Transition | undefined {
  const { attempt } = ledger;
  if (attempt === undefined || attempt.number !== seen.attempt || isRunning(ledger)) return undefined;
  const { points, atSeconds, state, wentBack, sentence } = seen;
  const verifications = [...(attempt.verifications ?? []), { points, atSeconds, state }].slice(
    -mostVerifications,
  );
  const reason = state === "fine" ? (wentBack ? "Recovered" : "Verified") : "VerifyFailed";
  return {
    ledger: { ...ledger, attempt: { ...attempt, verifications } },
    event: {
      type: state === "fine" ? "Normal" : "Warning",
      reason: state === "unknown" ? "VerifyUnknown" : reason,
      message: `${points.join(", ")} after the end: ${sentence}`,
    },
  };
}

/** The last look at an image that was promoted, and that stable still runs; undefined where nobody looked. */
export function lastVerification({ attempt, phase }: Ledger, image: string): Verification | undefined {
  return phase === "promoted" && attempt !== undefined && sameImage(attempt.image, image)
    ? attempt.verifications?.at(-1)
    : undefined;
}
