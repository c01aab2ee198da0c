import { isRebuilt } from "../ledger/attempt-transition";
import { sameImage } from "../workload/image";
import { needsRetry } from "../ledger/promoted-image";
import { shortDigest } from "../workload/short-digest";
import { decideIdle } from "./idle-rows";
import { decidePassed, decidePromoting } from "./promotion-rows";
import { beginRow, goOn, leaveRow, refuseFacts, refusePromoting, refuseRow } from "./row";
import type { PromotedView, ReleaseRow } from "./row";

/** All rows where a digest was promoted or Available. */
export function decideRow(view: PromotedView): ReleaseRow {
  const { ledger, image } = view;
  if (ledger.phase === "promoted" || ledger.phase === "aborted") return decideIdle(view);
  const attempt = ledger.attempt;
  if (ledger.phase !== "promoting" && (attempt === undefined || isRebuilt(attempt)))
    return decideRebuilt(view);
  if (attempt === undefined) return refuseFacts(view);
  if (ledger.phase === "promoting") {
    return sameImage(image, attempt.image) ? decidePromoting(view, attempt) : refusePromoting(view, attempt);
  }
  if (!sameImage(image, attempt.image)) return leaveRow(view, attempt);
  return ledger.phase === "passed" ? decidePassed(view, attempt) : goOn(view, attempt);
}

function decideRebuilt(view: PromotedView): ReleaseRow {
  const { ledger, image, stableImage, weight, environment } = view;
  const attempt = ledger.attempt;
  if (weight !== 0 || ledger.weight !== 0 || attempt === undefined) {
    return refuseRow(
      view,
      `live weight must be 0 % after the ledger was lost: got ${weight} %`,
      `\`sluice abort ${environment}\` puts all traffic on stable; a new attempt begins from there`,
    );
  }
  if (sameImage(image, stableImage) || needsRetry(ledger, image)) return leaveRow(view, attempt);
  return beginRow(
    view,
    "start",
    `release of ${shortDigest(image)} begins again at 0 %, since the ledger was lost`,
  );
}
