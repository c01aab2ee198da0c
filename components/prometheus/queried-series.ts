import { trackOfQueried } from "../core/sources/promql";
import type { SelectorInput } from "../core/sources/promql";
import type { QueriedMetric } from "../core/sources/metric-query";
import { tracks } from "../core/track";
import type { RawSeries } from "../core/verdict/index";
import { identify } from "./series";
import type { RawMetric } from "./parse-answer";

type App = Pick<SelectorInput, "namespace" | "app">;

/** Series that feed a metric, or what is wrong with the answer. */
export type Queried = { readonly series: readonly RawSeries[] } | { readonly problem: string };

/** Falls below this are small counts that began anew, not a value that moves. */
const smallCount = 10;

/** More falls than a crash loop has restarts in so many seconds. */
const manyFalls = { count: 4, withinSeconds: 120 };

/**
 * Whether samples move as no counter does: a fall that is not to the ground, or many. Each fall would be counted as a
 * restart, and a value that goes up and down as events without end. A counter that is taken for such a value only holds.
 */
function isNoCounter({ samples }: RawMetric): boolean {
  const falls = samples.flatMap(([at, value], i) => {
    const before = samples[i - 1]?.[1] ?? value;
    return value < before ? [{ at, before, value }] : [];
  });
  const { count, withinSeconds } = manyFalls;
  return falls.some(({ at, before, value }, i) => {
    const earlier = falls[i - count + 1]?.at ?? -Infinity;
    return (before > smallCount && value > before / 2) || at - earlier <= withinSeconds;
  });
}

function findCounterProblem(metrics: readonly RawMetric[]): string | undefined {
  const show = ({ labels }: RawMetric) => `{${identify(labels)}}`;
  const falling = metrics.find(isNoCounter);
  if (falling !== undefined) return `a value that also falls: ${show(falling)} is no counter`;
  const odd = metrics.find(({ samples }) =>
    samples.some(([, value]) => value < 0 || (Number.isFinite(value) && !Number.isInteger(value))),
  );
  return odd === undefined ? undefined : `a value that is no whole count: ${show(odd)}`;
}

function toTracks(metric: QueriedMetric, { labels, samples }: RawMetric, app: App): RawSeries[] {
  const track = trackOfQueried(labels, app);
  if (track === "foreign" || (track === "shared" && metric.kind === "events")) return [];
  // Of a query of its own, so that its first samples are a baseline whatever else its target tells.
  const id = `${metric.name},${identify(labels)}`;
  const target = `${metric.name},${labels["instance"] ?? labels["pod"] ?? ""}`;
  const counters = [metric.kind === "gauge" ? `gauge:${metric.name}` : `event:${metric.name}`];
  const both = track === "shared" ? tracks : [track];
  return both.map((one) => ({ id: `${id},${one}`, target, track: one, counters, samples }));
}

/** What the engine reads of the answer to a metric's own query. */
export function toQueried(metric: QueriedMetric, metrics: readonly RawMetric[], app: App): Queried {
  if (metrics.some(({ isNative }) => isNative)) return { problem: "a native histogram, which is not read" };
  const problem = metric.kind === "events" ? findCounterProblem(metrics) : undefined;
  if (problem !== undefined) return { problem };
  const series = metrics.flatMap((one) => toTracks(metric, one, app));
  if (metrics.length > 0 && series.length === 0) {
    const names = [...new Set(metrics.flatMap(({ labels }) => Object.keys(labels)))].toSorted();
    return {
      problem: `${metrics.length} series of which none tells its track by its labels ${names.join(", ")}`,
    };
  }
  return { series };
}
