import { median } from "./statistics";

/** One row of a bench's table. */
export interface Figure {
  readonly name: string;
  /** Unit of the values; "×" for ratios. */
  readonly unit: string;
  /** One per run. */
  readonly values: readonly number[];
  /** Limits that the project promises. */
  readonly limits?: Readonly<Partial<Record<"median" | "worst", number>>>;
}

/** A figure with its summary, as `--json` prints it. */
export interface SummedFigure extends Figure {
  readonly runs: number;
  readonly best: number;
  readonly median: number;
  readonly worst: number;
  /** Whether every limit is kept; undefined where there is none. */
  readonly kept?: boolean;
}

const round = (value: number): number => Number(value.toPrecision(4));

/** Sums a figure up; large is bad. */
export function sumUp(figure: Figure): SummedFigure {
  const values = figure.values.map(round);
  const summary = { best: Math.min(...values), median: round(median(values)), worst: Math.max(...values) };
  const limits = Object.entries(figure.limits ?? {}) as ["median" | "worst", number][];
  const kept = limits.every(([of, limit]) => summary[of] <= limit);
  return { ...figure, values, runs: values.length, ...summary, ...(limits.length === 0 ? {} : { kept }) };
}

/** Renders figures as a plain table. */
export function renderTable(figures: readonly SummedFigure[]): string {
  const heading = ["figure", "unit", "runs", "best", "median", "worst", "limit", ""];
  const rows = figures.map(({ name, unit, runs, best, median: middle, worst, limits, kept }) => [
    name,
    unit,
    ...[runs, best, middle, worst].map(String),
    Object.entries(limits ?? {})
      .map(([of, limit]) => `${of} ${limit}`)
      .join(", "),
    kept === undefined ? "" : kept ? "kept" : "MISSED",
  ]);
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
