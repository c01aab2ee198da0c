import { describeVersion, sameVersion, toVersion } from "../revision/version";
import { needsRetry } from "../ledger/promoted-version";
import { refuseFacts, refusePromoting, refuseRow } from "./row";
import type { ReleaseRow, ReleaseView } from "./row";

/** Rows where no version was ever promoted; also a first deploy that is Available and not yet recorded so. */
export function decideFirst(view: ReleaseView): ReleaseRow {
  const { ledger, stable, environment } = view;
  const attempt = ledger?.attempt;
  const same = sameVersion(attempt, view);
  const first = attempt?.kind === "first" && (ledger?.phase === "promoting" || ledger?.phase === "aborted");
  if (ledger !== undefined && !first) return refuseFacts({ ...view, ledger });
  if (ledger?.phase === "promoting" && !same && stable?.available) return refusePromoting(view, attempt);
  if (ledger?.phase === "aborted" && needsRetry(ledger, view)) {
    return refuseRow(
      view,
      `this checkout must not be an aborted version while nothing was ever promoted: got ${describeVersion(view)}`,
      `release another version, or \`sluice retry ${environment} --reason TEXT\``,
    );
  }
  const goesOn = same && ledger?.phase === "promoting";
  return {
    kind: "first",
    stable: toVersion(view),
    canary: toVersion(view),
    migrate: view.takesOver !== true,
    begins: !goesOn,
    sentence: `first deploy of ${describeVersion(view)}${goesOn ? " goes on" : ""}: nothing to compare with, no stages`,
    problems: [],
  };
}
