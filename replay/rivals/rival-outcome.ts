import type { Measurement } from "../../components/core/verdict/index";

/** One check of a rival: its query, and its reading of the answer. */
export interface RivalCheck {
  /** Since the beginning of the recording, seconds. */
  readonly atSeconds: number;
  readonly measurement: Measurement;
  /** For example `Failed`, `halt`. */
  readonly result: string;
}

/** Outcome of a rival's rule on a recording. */
export interface RivalOutcome {
  readonly verdict: "pass" | "fail" | "inconclusive";
  /** Moment of its decision, since the beginning of the recording, seconds; its end where it never did. */
  readonly atSeconds: number;
  readonly sentence: string;
  /** Unsafe corners that were met. */
  readonly flags: readonly string[];
  readonly checks: readonly RivalCheck[];
}

/** Number of checks whose answer was not a number. */
export function countMissing(checks: readonly RivalCheck[]): Record<"notANumber" | "empty", number> {
  const count = (is: (one: Measurement) => boolean): number =>
    checks.filter(({ measurement }) => is(measurement)).length;
  return {
    notANumber: count((one) => one.kind === "value" && Number.isNaN(one.value)),
    empty: count((one) => one.kind !== "value"),
  };
}
