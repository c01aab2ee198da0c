import { sameImage } from "../workload/image";
import type { Ledger } from "../ledger/ledger";
import { needsRetry } from "../ledger/promoted-image";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/** Steps of a retry: a new attempt with fresh evidence; the aborted one goes to the earlier attempts. */
export type RetryStep = "begin-attempt";

/** Facts that `sluice retry` decides by. */
export interface RetrySituation {
  readonly ledger: Ledger | undefined;
  /** `release.image` of this checkout. */
  readonly image: string;
  /** Live weight; absent where there is no route. */
  readonly liveWeight?: number;
}

const otherwise: Readonly<Record<Exclude<Ledger["phase"], "aborted">, string>> = {
  progressing: "the stage's up goes on; sluice abort ends it",
  held: "the stage's up goes on; sluice abort ends it",
  passed: "run the base stack's up, which promotes it",
  promoting: "run the base stack's up, which finishes the promotion",
  promoted: "nothing to try again; sluice rollback brings the previous release back",
};

/** Decides what `sluice retry` does: only what was aborted is tried again, only from weight 0, never while a release runs. */
export function decideRetry({ ledger, image, liveWeight }: RetrySituation): CommandDecision<RetryStep> {
  const attempt = ledger?.attempt;
  if (ledger === undefined || attempt === undefined) {
    return refuseCommand("retry", "an attempt must have been aborted: got none", "run the base stack's up");
  }
  // An image that an earlier attempt aborted, or that a rollback left, may be wanted again, also after a promotion.
  const idle = ledger.phase === "aborted" || ledger.phase === "promoted";
  const rejected = needsRetry(ledger, image);
  const again = idle && rejected;
  if (rejected && !idle && !sameImage(image, attempt.image)) {
    const wayOut =
      ledger.phase === "promoting"
        ? "run the base stack's up, which finishes the promotion, then sluice retry"
        : "sluice abort ends it, then sluice retry";
    return refuseCommand(
      "retry",
      `no other release may be under way: got attempt ${attempt.number} of ${attempt.image}, ${ledger.phase}`,
      wayOut,
    );
  }
  if (!again && ledger.phase !== "aborted") {
    return refuseCommand(
      "retry",
      `attempt ${attempt.number} must be aborted: got ${ledger.phase}`,
      otherwise[ledger.phase],
    );
  }
  if (!again && !sameImage(image, attempt.image)) {
    return refuseCommand(
      "retry",
      `release.image must be the aborted image ${attempt.image}: got ${image}`,
      "run the base stack's up, which releases this image",
    );
  }
  if (liveWeight !== undefined && liveWeight > 0) {
    return refuseCommand("retry", `live weight must be 0 %: got ${liveWeight} %`, "sluice abort");
  }
  const sentence = `New attempt for ${image} with fresh evidence`;
  return { kind: "act", steps: ["begin-attempt"], exitCode: 0, sentence };
}
