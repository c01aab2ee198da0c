import type { Labels, Source } from "../sources/source";
import { showBound } from "./slo";

/**
 * Reason why the share of requests within a bound cannot be counted: only the end of a bucket can be one.
 * @param found - names and `le` of the buckets that there are
 */
export function explainBound(
  { meaningOf }: Pick<Source, "meaningOf">,
  withinSeconds: number,
  found: readonly Labels[],
): string | undefined {
  const ends = new Set(
    found
      .map(meaningOf)
      .flatMap((meaning) => (meaning?.kind === "bucket" ? [meaning.boundSeconds] : []))
      .filter((bound) => Number.isFinite(bound)),
  );
  if (ends.has(withinSeconds)) return undefined;
  if (ends.size === 0) return "no histogram of durations is there";
  const shown = [...ends].toSorted((a, b) => a - b).map(showBound);
  return `no bucket ends at ${showBound(withinSeconds)}: buckets end at ${shown.join(", ")}`;
}
