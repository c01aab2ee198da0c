import { describeWeight } from "../stage/exposure";
import { isRebuilt } from "../ledger/transitions/attempt-transition";
import { describeVersion, sameVersion } from "../revision/version";
import { needsRetry } from "../ledger/promoted-version";
import { decideIdle } from "./idle-rows";
import { decidePassed, decidePromoting } from "./promotion-rows";
import { beginRow, goOn, leaveRow, refuseFacts, refusePromoting, refuseRow } from "./row";
import type { PromotedView, ReleaseRow } from "./row";

/** All rows where a version was promoted or Available, such as `start`: stable stays, the canary gets the checkout's version. */
export function decideRow(view: PromotedView): ReleaseRow {
  const { ledger } = view;
  if (ledger.phase === "promoted" || ledger.phase === "aborted") return decideIdle(view);
  const attempt = ledger.attempt;
  if (ledger.phase !== "promoting" && (attempt === undefined || isRebuilt(attempt)))
    return decideRebuilt(view);
  if (attempt === undefined) return refuseFacts(view);
  if (ledger.phase === "promoting") {
    return sameVersion(view, attempt) ? decidePromoting(view, attempt) : refusePromoting(view, attempt);
  }
  if (!sameVersion(view, attempt)) return leaveRow(view, attempt);
  return ledger.phase === "passed" ? decidePassed(view, attempt) : goOn(view, attempt);
}

function decideRebuilt(view: PromotedView): ReleaseRow {
  const { ledger, last, weight, environment } = view;
  const attempt = ledger.attempt;
  if (weight !== 0 || ledger.weight !== 0 || attempt === undefined) {
    return refuseRow(
      view,
      `live weight must be 0 % after the ledger was lost: got ${describeWeight(weight)}`,
      `\`sluice abort ${environment}\` puts all traffic on stable; a new attempt begins from there`,
    );
  }
  if (sameVersion(view, last) || needsRetry(ledger, view)) return leaveRow(view, attempt);
  return beginRow(
    view,
    "start",
    `release of ${describeVersion(view)} begins again at 0 %, since the ledger was lost`,
  );
}
