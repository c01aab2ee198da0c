import { formatDuration } from "../../components/core/duration";
import type { History } from "../../components/core/commands/explain-history";
import type { Ledger } from "../../components/core/ledger/ledger";
import { describeVersion } from "../../components/core/revision/version";
import { describeMove, describeWeight } from "../../components/core/stage/exposure";
import { escapeText } from "../../replay/page/escape-text";
import { renderTable } from "../report/document";

const time = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");

const renderFacts = (facts: readonly (readonly [name: string, words: string])[]): string =>
  `<dl>${facts.map(([name, words]) => `<dt>${name}</dt><dd>${escapeText(words)}</dd>`).join("")}</dl>`;

/** Most moves of traffic that are shown. */
const mostMoves = 30;

/** The release's record in the cluster: what the next run goes by. */
export function renderLedger(ledger: Ledger | undefined): string {
  if (ledger === undefined) return "";
  const { phase, weight, epoch, intent, lock, promoted, aborted, moves, version } = ledger;
  const facts = [
    ["Phase", phase],
    ["Weight", `${describeWeight(weight)} of the canary, as last confirmed`],
    ["Epoch", epoch === "" ? "the route was never written" : epoch],
    [
      "About to write",
      intent === undefined ? "nothing" : `${describeMove(intent.from, " → ", intent.to)} by ${intent.by}`,
    ],
    ["Lock", lock === undefined ? "nobody has it" : `${lock.stack} (${lock.who})`],
    ["Stable should be", describeLast(promoted)],
    ["Rejected versions", aborted.length === 0 ? "none" : aborted.map(describeVersion).join(", ")],
    ["Schema", `version ${version}`],
  ] as const;
  const rows = moves
    .slice(-mostMoves)
    .toReversed()
    .map(({ atSeconds, from, to, by, who = "", reason, waived = [] }) => [
      time(atSeconds),
      describeMove(from, " → ", to),
      `${reason}${waived.length === 0 ? "" : ` (waived: ${waived.join(", ")})`}`,
      by,
      who,
    ]);
  const table = rows.length === 0 ? "" : renderTable(["moved, UTC", "weight", "reason", "by", "who"], rows);
  return `${renderFacts(facts)}${table}`;
}

function describeLast(promoted: Ledger["promoted"]): string {
  const last = promoted.at(-1);
  return last === undefined ? "not known: nothing was promoted" : describeVersion(last);
}

/** The preflight that was noted for the gate, and what people signed; it is not run from a page. */
export function renderPreflightState(ledger: Ledger | undefined, nowSeconds: number): string {
  if (ledger === undefined) return "";
  const { preflight, signOffs = [], environment } = ledger;
  const valid = (untilSeconds: number): string =>
    untilSeconds > nowSeconds
      ? `counts for ${formatDuration(Math.round(untilSeconds - nowSeconds))} more`
      : `ended at ${time(untilSeconds)}`;
  const noted =
    preflight === undefined
      ? `<p>None was noted: <code>sluice preflight ${escapeText(environment)}</code> goes through the list, and the gate asks for it where <code>release.preflight</code> is <code>required</code>.</p>`
      : renderFacts([
          ["Result", preflight.isGo ? "go" : `no-go: ${preflight.open.join(", ")}`],
          ["Checklist", `${preflight.checklist}, for ${describeVersion(preflight.version)}`],
          ["By", `${preflight.who} at ${time(preflight.atSeconds)}; ${valid(preflight.untilSeconds)}`],
        ]);
  const rows = signOffs
    .toReversed()
    .map(({ item, who, as, evidence = "", atSeconds, untilSeconds }) => [
      item,
      as === undefined ? who : `${who} as ${as}`,
      evidence,
      time(atSeconds),
      valid(untilSeconds),
    ]);
  const table =
    rows.length === 0 ? "" : renderTable(["item", "signed off by", "evidence", "at, UTC", "validity"], rows);
  return `${noted}${table}`;
}

/** Attempts, newest first. */
export function renderHistory({ attempts, stopped, targets }: History): string {
  if (attempts.length === 0) return "";
  const rows = attempts.map(({ attempt, startedAt, kind, image, revision, changes, outcome, reason }) => [
    String(attempt),
    startedAt.slice(0, 16).replace("T", " "),
    `${kind} of ${describeVersion({ image, ...(revision === null ? {} : { revision }) })}`,
    changes.join(", "),
    outcome,
    reason === null || reason === outcome ? "" : reason,
  ]);
  const unnoticed = stopped.filter(({ isUnnoticed }) => isUnnoticed).length;
  const count =
    stopped.length === 0
      ? ""
      : `<p>${unnoticed} of ${stopped.length} releases that evidence ended were stopped while users as a whole were inside the objective.</p>`;
  const back = targets.map(describeVersion).join(", ");
  const way = back === "" ? "" : `<p class="soft">A rollback can go back to ${escapeText(back)}.</p>`;
  return `${renderTable(["attempt", "begun, UTC", "release", "changes", "outcome", "reason"], rows)}${count}${way}`;
}
