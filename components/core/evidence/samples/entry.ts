import type { Problem } from "../../problem";
import type { Labels, Meaning } from "../../sources/source";
import type { Track } from "../../track";
import type { Samples } from "./compare-counts";
import type { SplitLabels } from "../labels/labels";

/** One series of the app's, read but not yet judged to be evidence. */
export interface Entry extends SplitLabels {
  readonly labels: Labels;
  readonly track: Track;
  readonly meaning: Meaning;
  /** Usable ones: finite numbers. */
  readonly samples: Samples;
}

/** Reason why evidence cannot be trusted: no stage passes while it lasts. */
export interface Doubt extends Problem {
  readonly fix: string;
}

/** Series that are left after a filter, with the remarks on those left out. */
export interface Sifted {
  readonly entries: readonly Entry[];
  readonly notes: readonly string[];
  readonly doubts: readonly Doubt[];
}

/** Shows the values of a label: `job ("a", "b")`. */
export function showValues(name: string, values: readonly (string | undefined)[]): string {
  const known = [...new Set(values)].map((value) => (value === undefined ? "none" : `"${value}"`));
  const shown = known.toSorted().slice(0, 5);
  return `${name} (${shown.join(", ")}${known.length > shown.length ? ", …" : ""})`;
}
