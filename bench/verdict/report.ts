import { lowerBound, upperBound } from "./clopper-pearson";
import type { Summary } from "./outcome";
import { nameRule } from "./reference";
import type { Cell, Expected } from "./reference";

function cellText(got: number, wanted: number | undefined, unit: string): string {
  const text = Number.isNaN(got) ? "-" : `${Number(got.toPrecision(3))}${unit}`;
  return wanted === undefined ? text : `${text} (${wanted})`;
}

/** Whether a share differs from the reference by more than the noise of both studies and a point. */
function shareDiffers(events: number, runs: number, wanted: number): boolean {
  const share = (100 * events) / runs;
  const p = Math.min(Math.max(wanted, 0.1), 99.9) / 100;
  const noise = 100 * Math.sqrt(p * (1 - p) * (1 / runs + 1 / 1500));
  return Math.abs(share - wanted) > 1 + 4 * noise;
}

/** Names of the numbers that differ from the reference. */
export function findDifferences(got: Summary, wanted: Expected): string[] {
  const differs = (name: string, is: number, be: number | undefined, allowed: number) =>
    be !== undefined && Math.abs(is - be) > allowed ? [name] : [];
  return [
    ...(shareDiffers(got.rolledBack, got.runs, wanted.rolledBack) ? ["rolled back"] : []),
    ...(wanted.promoted !== undefined && shareDiffers(got.promoted, got.runs, wanted.promoted)
      ? ["promoted"]
      : []),
    ...differs("seconds", got.medianSeconds, wanted.seconds, 5 + 0.1 * (wanted.seconds ?? 0)),
    ...differs("errors", got.meanErrors, wanted.errors, 1 + 0.15 * (wanted.errors ?? 0)),
  ];
}

/** One line of the comparison with the reference, which is in brackets. */
export function renderCell({ rule, truth, expected }: Cell, got: Summary): string {
  const percent = (events: number) => (100 * events) / got.runs;
  const differences = expected === undefined ? [] : findDifferences(got, expected);
  return [
    nameRule(rule).padEnd(16),
    `${truth.requestsPerSecond} rps`.padStart(8),
    truth.name.padEnd(24),
    cellText(percent(got.rolledBack), expected?.rolledBack, " %").padEnd(16),
    cellText(percent(got.promoted), expected?.promoted, " %").padEnd(16),
    cellText(got.medianSeconds, expected?.seconds, " s").padEnd(16),
    cellText(got.meanErrors, expected?.errors, "").padEnd(14),
    differences.length > 0 ? `differs: ${differences.join(", ")}` : "",
  ].join("  ");
}

/** Head of the comparison. */
export const heading = [
  "rule".padEnd(16),
  "traffic".padStart(8),
  "truth".padEnd(24),
  "rolled back".padEnd(16),
  "promoted".padEnd(16),
  "median".padEnd(16),
  "canary errors".padEnd(14),
].join("  ");

/** One line on the guarantee against false rollback, and whether it is shown. */
export function renderGuarantee({ rule, truth }: Cell, got: Summary): { line: string; kept: boolean } {
  const bound = upperBound(got.rolledBack, got.runs);
  const line = `${nameRule(rule)}, ${truth.requestsPerSecond} rps, ${truth.name}: ${got.rolledBack} of ${got.runs} rolled back, at most ${(100 * bound).toFixed(2)} %`;
  return { line, kept: bound <= 0.01 };
}

/** One line on the guarantee against bad promotions, and whether it is not refuted. */
export function renderBad({ rule, truth }: Cell, got: Summary): { line: string; kept: boolean } {
  const bound = lowerBound(got.above20, got.runs);
  const line = `${nameRule(rule)}, ${truth.requestsPerSecond} rps, ${truth.name}: ${got.above20} of ${got.runs} above 20 %, at least ${(100 * bound).toFixed(2)} %`;
  return { line, kept: bound <= 0.05 };
}
