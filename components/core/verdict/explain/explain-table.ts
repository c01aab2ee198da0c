import { describeWeight } from "../../stage/exposure";
import type { Evidence, Verdict } from "../judgement/evidence";
import { nameShare } from "./explain-shares";
import type { Counts } from "../model";
import { percent } from "./percent";

type Row = readonly [label: string, now: string, last: string];

function describeErrors({ requests, errors }: Counts): string {
  return requests === 0 ? "-" : `${errors} (${percent(errors / requests)})`;
}

function countRows({ stable, canary, stage }: Evidence): Row[] {
  const rows: Row[] = [
    ["", "canary", "stable"],
    ["requests", `${canary.requests}`, `${stable.requests}`],
    ["errors", describeErrors(canary), describeErrors(stable)],
  ];
  return stage === undefined
    ? rows
    : [
        ...rows,
        [
          `requests at ${describeWeight(stage.weight)}`,
          `${stage.canary.requests}`,
          `${stage.stable.requests}`,
        ],
        [
          `errors at ${describeWeight(stage.weight)}`,
          describeErrors(stage.canary),
          describeErrors(stage.stable),
        ],
      ];
}

function evidenceRows(evidence: Evidence): Row[] {
  const nats = (value: number) => value.toFixed(2);
  const { trimmedLnE, failAt, lnE, amberAt, lnP, passAt, pBad, passed, metrics } = evidence;
  return [
    ["evidence", "now", "limit"],
    ["worse, fails (ln E trimmed)", nats(trimmedLnE), nats(failAt)],
    ["worse, holds (ln E)", nats(lnE), nats(amberAt)],
    [`below ${percent(pBad)} errors (ln P)`, passed ? "shown" : nats(lnP), nats(passAt)],
    ["breaks the objective (ln A)", nats(evidence.lnA), nats(failAt)],
    ["stable became worse (ln A trimmed)", nats(evidence.stableLnA), nats(evidence.stableWorseAt)],
    ["metric", "ln E", "dispersion"],
    ...metrics.map(({ name, lnE: own, dispersion }): Row => [name, nats(own), nats(dispersion)]),
  ];
}

/** Shares of outcomes that either track has. */
function shareRows({ shares = [] }: Evidence): Row[] {
  const seen = shares.filter(({ canary, stable }) => canary.errors + stable.errors > 0);
  if (seen.length === 0) return [];
  return [
    ["share of answers", "canary", "stable"],
    ...seen.map(({ name, canary, stable }): Row => [
      nameShare(name),
      describeErrors(canary),
      describeErrors(stable),
    ]),
    ["evidence on shares (ln E trimmed)", "now", "limit"],
    ...seen.map(({ name, trimmedLnE, failAt }): Row => [
      nameShare(name),
      trimmedLnE.toFixed(2),
      failAt.toFixed(2),
    ]),
  ];
}

/**
 * The numbers behind a verdict as a small table of text, one line per row: counts of both tracks, evidence against its
 * limits, and each metric with its dispersion.
 */
export function explainTable({ evidence }: Verdict): string {
  const rows = [...countRows(evidence), ...evidenceRows(evidence), ...shareRows(evidence)];
  const width = (column: 0 | 1 | 2) => Math.max(...rows.map((row) => row[column].length));
  const widths = [width(0), width(1), width(2)] as const;
  return rows
    .map(([label, a, b]) =>
      `${label.padEnd(widths[0])}  ${a.padStart(widths[1])}  ${b.padStart(widths[2])}`.trimEnd(),
    )
    .join("\n");
}
