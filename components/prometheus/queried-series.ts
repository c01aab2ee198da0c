import { trackOfQueried } from "../core/sources/queried-track";
import type { CountedApp, RawMetric } from "../core/sources/source";
import { dropAggregates } from "../core/evidence/aggregates";
import { dropCopies } from "../core/evidence/copies";
import type { Entry } from "../core/evidence/samples/entry";
import { identify, splitLabels } from "../core/evidence/labels/labels";
import { isNoCounter } from "../core/evidence/answers/no-counter";
import type { QueriedMetric } from "../core/sources/metric-query";
import { tracks } from "../core/track";
import type { RawSeries } from "../core/verdict/index";

/** Series that feed a metric, or the problem of the answer. */
export type Queried = { readonly series: readonly RawSeries[] } | { readonly problem: string };

/** One of several copies of each counter, and no sums beside their parts. */
function dropRepeated(metrics: readonly RawMetric[]): readonly RawMetric[] {
  const entries = metrics.map(({ labels, samples }): Entry => ({
    labels,
    samples,
    // Copies are of one track by their labels; which one does not matter here.
    track: "stable",
    meaning: { kind: "requests", isTimed: false },
    ...splitLabels(labels, []),
  }));
  const left = new Set(dropAggregates(dropCopies(entries).entries).entries.map(({ labels }) => labels));
  return metrics.filter(({ labels }) => left.has(labels));
}

function findCounterProblem(metrics: readonly RawMetric[]): string | undefined {
  const show = ({ labels }: RawMetric) => `{${identify(labels)}}`;
  const falling = metrics.find(({ samples }) => isNoCounter(samples));
  if (falling !== undefined) return `a value that also falls: ${show(falling)} is no counter`;
  const odd = metrics.find(({ samples }) =>
    samples.some(([, value]) => value < 0 || (Number.isFinite(value) && !Number.isInteger(value))),
  );
  return odd === undefined ? undefined : `a value that is no whole count: ${show(odd)}`;
}

function toTracks(metric: QueriedMetric, { labels, samples }: RawMetric, app: CountedApp): RawSeries[] {
  const track = metric.track ?? trackOfQueried(labels, app);
  if (track === "foreign" || (track === "shared" && metric.kind === "events")) return [];
  // Its identity includes the query, so that its first samples are a baseline whatever else its target counts.
  const id = `${metric.name},${identify(labels)}`;
  const target = `${metric.name},${labels["instance"] ?? labels["pod"] ?? ""}`;
  const counters = [metric.kind === "gauge" ? `gauge:${metric.name}` : `event:${metric.name}`];
  const both = track === "shared" ? tracks : [track];
  return both.map((one) => ({ id: `${id},${one}`, target, track: one, counters, samples }));
}

/**
 * Series that the engine reads from the answer to a metric's own query, or the problem that makes the answer unusable.
 */
export function toQueried(metric: QueriedMetric, metrics: readonly RawMetric[], app: CountedApp): Queried {
  if (metrics.some(({ isNative }) => isNative)) return { problem: "a native histogram, which is not read" };
  const problem = metric.kind === "events" ? findCounterProblem(metrics) : undefined;
  if (problem !== undefined) return { problem };
  const single = metric.kind === "events" ? dropRepeated(metrics) : metrics;
  const series = single.flatMap((one) => toTracks(metric, one, app));
  if (metrics.length > 0 && series.length === 0) {
    const names = [...new Set(metrics.flatMap(({ labels }) => Object.keys(labels)))].toSorted();
    return {
      problem: `${metrics.length} series of which none names its track by its labels ${names.join(", ")}`,
    };
  }
  return { series };
}
