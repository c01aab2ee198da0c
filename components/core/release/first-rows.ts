import { sameImage } from "../workload/image";
import { needsRetry } from "../ledger/promoted-image";
import { shortDigest } from "../workload/short-digest";
import { refuseFacts, refusePromoting, refuseRow } from "./row";
import type { ReleaseRow, ReleaseView } from "./row";

/** Rows where no digest was ever promoted; also a first deploy that is Available and not yet recorded so. */
export function decideFirst(view: ReleaseView): ReleaseRow {
  const { ledger, stable, image, environment } = view;
  const attempt = ledger?.attempt;
  const same = sameImage(attempt?.image, image);
  const first = attempt?.kind === "first" && (ledger?.phase === "promoting" || ledger?.phase === "aborted");
  if (ledger !== undefined && !first) return refuseFacts({ ...view, ledger });
  if (ledger?.phase === "promoting" && !same && stable?.available) return refusePromoting(view, attempt);
  if (ledger?.phase === "aborted" && needsRetry(ledger, image)) {
    return refuseRow(
      view,
      `release.image must not be an aborted image while nothing was ever promoted: got ${image}`,
      `release another image, or \`sluice retry ${environment} --reason TEXT\``,
    );
  }
  const goesOn = same && ledger?.phase === "promoting";
  return {
    kind: "first",
    stableImage: image,
    canaryImage: image,
    migrate: true,
    begins: !goesOn,
    sentence: `first deploy of ${shortDigest(image)}${goesOn ? " goes on" : ""}: nothing to compare with, no stages`,
    problems: [],
  };
}
