import { tracks } from "../../components/core/track";
import type { Track } from "../../components/core/track";
import type { RawSeries } from "../../components/core/verdict/index";
import type { MetricSeries } from "./parse-openmetrics";

/** Raw counters of both tracks over a time that is past. */
export interface Recording {
  readonly series: readonly RawSeries[];
  /** Bounds that both tracks' histograms have, ascending, seconds. */
  readonly latencyBoundsSeconds: readonly number[];
  /** What a reader should know about the recording. */
  readonly notes: readonly string[];
}

const requests = "http_requests_total";
const duration = "http_request_duration_seconds";

function trackOf({ labels }: MetricSeries): Track | undefined {
  return tracks.find((track) => track === labels["track"]);
}

/** Counts that a series feeds; undefined for metrics that are none of ours. A last bucket is as good as a count. */
function countersOf({ name, labels }: MetricSeries, hasCount: boolean): readonly string[] | undefined {
  switch (name) {
    case requests:
      return /^5(?:\d\d|xx)$/i.test(labels["code"] ?? "") ? ["requests", "errors"] : ["requests"];
    case `${duration}_count`:
      return ["timed"];
    case `${duration}_bucket`:
      return Number.isFinite(boundOf(labels))
        ? [`within:${boundOf(labels)}`]
        : hasCount
          ? undefined
          : ["timed"];
    default:
      return undefined;
  }
}

/** Upper end of a bucket; `le="1.0"` and `le="1"` are the same, `+Inf` has none. */
function boundOf(labels: Readonly<Record<string, string>>): number {
  return labels["le"] === "+Inf" ? Infinity : Number(labels["le"]);
}

function identify({ name, labels }: MetricSeries): string {
  const names = Object.keys(labels).toSorted();
  return `${name}{${names.map((one) => `${one}=${JSON.stringify(labels[one])}`).join(",")}}`;
}

/** A pod; where it is scraped at several addresses, each of them. */
function targetOf({ pod = "", instance = "" }: Readonly<Record<string, string>>): string {
  return instance === "" ? pod : `${pod}@${instance}`;
}

function describeMissing(series: readonly RawSeries[]): string[] {
  return tracks
    .filter((track) => !series.some((one) => one.track === track && one.counters.includes("requests")))
    .map((track) => `${requests} has no series with track="${track}"`);
}

/** What the engine reads of a recording; metrics and tracks that are none of ours are left out. */
export function toRecording(metrics: readonly MetricSeries[]): Recording {
  const hasCount = metrics.some(({ name }) => name === `${duration}_count`);
  const series = metrics.flatMap((one): RawSeries[] => {
    const [track, counters] = [trackOf(one), countersOf(one, hasCount)];
    return track === undefined || counters === undefined
      ? []
      : [{ id: identify(one), target: targetOf(one.labels), track, counters, samples: one.samples }];
  });
  const has = (track: Track, counter: string): boolean =>
    series.some((one) => one.track === track && one.counters.includes(counter));
  const known = new Set(
    metrics.filter(({ name }) => name === `${duration}_bucket`).map(({ labels }) => boundOf(labels)),
  );
  const bounds = [...known]
    .filter(
      (bound) => bound > 0 && tracks.every((track) => has(track, `within:${bound}`) && has(track, "timed")),
    )
    .toSorted((a, b) => a - b);
  const foreign = metrics.filter((one) => one.name === requests && trackOf(one) === undefined).length;
  return {
    series: series.filter(({ counters }) => counters.includes("requests") || bounds.length > 0),
    latencyBoundsSeconds: bounds,
    notes: [
      ...describeMissing(series),
      ...(foreign === 0
        ? []
        : [`${foreign} series of ${requests} are neither stable's nor the canary's and were left out`]),
      ...(known.size > 0 && bounds.length === 0
        ? [`${duration} must have the same buckets and a count on both tracks: latency was not judged`]
        : []),
    ],
  };
}
