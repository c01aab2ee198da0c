import type { Cluster } from "../cluster/api";
import { fillIn, queriedMetrics, renderSamples } from "../core/sources/metric-query";
import type { QueriedMetric } from "../core/sources/metric-query";
import type { MetricRule } from "../core/evidence/metric-rule";
import type { FoundPlaces } from "../core/evidence/places";
import { mergeMetrics } from "../core/evidence/read-counters";
import type { CountedApp, RawMetric } from "../core/sources/source";
import type { Track } from "../core/track";
import type { RawSeries } from "../core/verdict/index";
import type { Prometheus } from "./client";
import { readLoki } from "./read-loki";
import { readPodLogs } from "./read-logs";
import { toQueried } from "./queried-series";
import { planWindows } from "./windows";
import type { Window } from "./windows";

/** A metric without which the rest is judged, but nothing passes. */
export interface UnreadMetric {
  readonly metric: string;
  readonly query: string;
  readonly problem: string;
}

/** Samples of the metrics that have queries of their own. */
export interface MetricReading {
  readonly series: readonly RawSeries[];
  readonly unread: readonly UnreadMetric[];
}

/** Terms of reading metrics besides requests and errors. */
export interface MetricTerms {
  readonly rules: readonly MetricRule[];
  readonly tickSeconds: number;
  /** Tracks with weight: of each of them events must be counted, be it to 0. */
  readonly tracks: readonly Track[];
  /** Places that series came from when the attempt began: another one is a doubt. @default - any place may be */
  readonly places?: FoundPlaces;
  /** Whether earlier values of gauges are read, too. @default false */
  readonly isHistory?: boolean;
  /** Longest time of one request to Loki. @default 5 */
  readonly timeoutSeconds?: number;
}

/** Shortest window of events, seconds: a value that is no counter shows itself by falling in it. */
const leastCounterSeconds = 120;

/** Windows of a metric: fresh samples only for a gauge, everything counted for a counter. */
function windowsOf(
  metric: QueriedMetric,
  fromSeconds: number,
  untilSeconds: number,
  { tickSeconds, isHistory = false }: MetricTerms,
): readonly Window[] {
  const fresh = { atSeconds: untilSeconds, rangeSeconds: Math.ceil(Math.max(15, 5 * tickSeconds)) };
  if (metric.kind === "events") {
    return planWindows(Math.min(fromSeconds, untilSeconds - leastCounterSeconds), untilSeconds);
  }
  return isHistory ? planWindows(fromSeconds, untilSeconds) : [fresh];
}

/**
 * Tracks whose series are missing; undefined where none are. A gauge may belong to something shared, or to one track
 * alone.
 */
function findAbsent(
  { kind, track: own }: QueriedMetric,
  series: readonly RawSeries[],
  tracks: readonly Track[],
): string | undefined {
  const wanted = tracks.filter((track) => own === undefined || own === track);
  // A track without traffic has nothing to count.
  if (own !== undefined && wanted.length === 0) return undefined;
  if (series.length === 0) return "no series";
  const absent = wanted.filter((track) => !series.some((one) => one.track === track));
  return kind === "gauge" || absent.length === 0
    ? undefined
    : `no series of ${absent.join(" and ")}: a counter must be there before its first event, with 0`;
}

async function readMetric(
  prometheus: Prometheus,
  metric: QueriedMetric,
  app: CountedApp,
  { tickSeconds, tracks }: MetricTerms,
  windows: readonly Window[],
  signal: AbortSignal | undefined,
): Promise<MetricReading> {
  const unreadable = (problem: string): MetricReading => ({
    series: [],
    unread: [{ metric: metric.name, query: filled, problem: `${problem} (${prometheus.name})` }],
  });
  const filled = fillIn(metric.query, app);
  const answers: (readonly RawMetric[])[] = [];
  for (const { atSeconds, rangeSeconds } of windows) {
    const query = renderSamples(filled, rangeSeconds, tickSeconds);
    const answer = await prometheus.queryRaw(query, atSeconds, signal);
    if (!answer.ok) return unreadable(`${answer.error.code}: ${answer.error.message}`);
    answers.push(answer.value);
  }
  const got = toQueried(metric, mergeMetrics(answers), app);
  if ("problem" in got) return unreadable(got.problem);
  const absent = findAbsent(metric, got.series, tracks);
  return absent === undefined ? { series: got.series, unread: [] } : unreadable(absent);
}

/**
 * Reads all metrics that have queries of their own, one request each, and logs, a request for each container or two to
 * Loki, side by side.
 */
export async function readMetrics(
  cluster: Cluster,
  prometheus: Prometheus,
  app: CountedApp,
  terms: MetricTerms,
  fromSeconds: number,
  untilSeconds: number,
  signal?: AbortSignal,
): Promise<MetricReading> {
  const { rules, tracks, timeoutSeconds } = terms;
  const readings = await Promise.all([
    ...queriedMetrics(rules).map(async (metric) => {
      const windows = windowsOf(metric, fromSeconds, untilSeconds, terms);
      return await readMetric(prometheus, metric, app, terms, windows, signal);
    }),
    ...rules
      .filter((rule) => rule.kind === "log")
      .map(async (rule) => {
        const { loki } = rule;
        const span = [fromSeconds, untilSeconds, signal] as const;
        return loki === undefined
          ? await readPodLogs(cluster, rule, app, tracks, ...span)
          : await readLoki(cluster, { ...rule, loki }, app, tracks, timeoutSeconds ?? 5, ...span);
      }),
  ]);
  return {
    series: readings.flatMap(({ series }) => series),
    unread: readings.flatMap(({ unread }) => unread),
  };
}
