import { durationHistogram } from "./promql";
import type { MetricsSource } from "./promql";

/** Buckets of a histogram, ascending, as people write them. */
function listBounds(labels: readonly Readonly<Record<string, string>>[]): string {
  const bounds = new Set(labels.map(({ le }) => Number(le)).filter((bound) => Number.isFinite(bound)));
  return [...bounds].toSorted((a, b) => a - b).join(", ");
}

/**
 * Why nothing was found, from the names and buckets that there are of the source's histogram.
 * @param labels - `__name__` and `le`, see `renderDiagnosis`
 */
export function diagnose(
  source: MetricsSource,
  labels: readonly Readonly<Record<string, string>>[],
): string | undefined {
  const name = durationHistogram[source];
  const named = (suffix: string) => labels.filter((one) => one["__name__"] === `${name}${suffix}`);
  if (named("").length > 0 && named("_bucket").length === 0) {
    return `${name} is a native histogram there, which is not read: let Prometheus keep the classic one too (always_scrape_classic_histograms)`;
  }
  const bounds = listBounds(named("_bucket"));
  return bounds === "" ? undefined : `${name} has the buckets ${bounds}`;
}
