import type { Cluster } from "../cluster/api";
import { findNewPlaceDoubts } from "../core/evidence/places";
import { findClockSkew } from "../core/sources/clock-skew";
import type { MetricRule } from "../core/evidence/metric-rule";
import { toSelectorInput } from "../core/sources/selector-input";
import { slowSecondsOf, sourceOf } from "../core/sources/sources";
import type { Settings } from "../core/settings";
import type { Prometheus } from "./client";
import { settleLatency } from "./latency-series";
import { readOwners } from "./read-owners";
import { openPrometheus } from "./open-prometheus";
import { readMetrics } from "./read-metrics";
import type { MetricReading, MetricTerms } from "./read-metrics";
import { noTracks, readTracks } from "./read-tracks";
import type { TrackReading } from "./read-tracks";

/** Everything that is judged, and the metrics that could not be read. */
export interface EvidenceReading extends TrackReading, MetricReading {}

/** Source of evidence. */
export interface EvidenceReader {
  /**
   * Raw samples of requests and errors between two moments, seconds since the epoch; failures are data, never thrown.
   * The bucket of slow requests, see `slowSecondsOf`, is included for readers that count requests.
   */
  read(fromSeconds: number, untilSeconds: number, signal?: AbortSignal): Promise<TrackReading>;
  /** The same with all metrics: one request, and one more per metric that has a query of its own. */
  readEvidence(
    terms: MetricTerms,
    fromSeconds: number,
    untilSeconds: number,
    signal?: AbortSignal,
  ): Promise<EvidenceReading>;
  /** Problem of the two clocks; undefined where they agree, also where Prometheus does not answer. */
  findSkew(signal?: AbortSignal): Promise<string | undefined>;
  /** Reason why series of the source may be missing, as far as Prometheus knows. */
  diagnose(signal?: AbortSignal): Promise<string | undefined>;
}

/** Metrics that the source itself counts: latency with its bounds, events by code. */
function describeMetrics(rules: readonly MetricRule[]) {
  const latency = rules.find((rule) => rule.kind === "latency");
  return {
    latency,
    boundsSeconds: latency?.boundsSeconds ?? [],
    coded: rules.flatMap((rule) =>
      rule.kind === "events" && rule.codes !== undefined ? [{ name: rule.name, codes: rule.codes }] : [],
    ),
  };
}

/** Opens the Prometheus that the settings name. */
export function openSource(cluster: Cluster, settings: Settings): EvidenceReader {
  const { analysis } = settings;
  const source = sourceOf(analysis);
  const slowSeconds = slowSecondsOf(source);
  const input = {
    source,
    ...toSelectorInput(settings),
    ignoreRoutes: analysis.ignoreRoutes,
  };
  const withSlow = { ...input, boundsSeconds: slowSeconds === undefined ? [] : [slowSeconds] };
  const knowOwners = async () =>
    source.byAddress === undefined ? {} : { owners: await readOwners(cluster, settings) };
  const attempt = async <T>(ask: (prometheus: Prometheus) => Promise<T>, otherwise: (error: Error) => T) => {
    try {
      return await ask(openPrometheus(cluster, analysis));
    } catch (error) {
      return otherwise(error as Error);
    }
  };
  const unopened = (error: Error): EvidenceReading => ({
    ...noTracks,
    problems: [{ query: analysis.prometheus, problem: error.message }],
    unread: [],
  });
  return {
    read: async (fromSeconds, untilSeconds, signal) =>
      await attempt(async (prometheus) => {
        const question = { ...withSlow, ...(await knowOwners()) };
        return await readTracks(prometheus, question, fromSeconds, untilSeconds, signal);
      }, unopened),
    readEvidence: async (terms, fromSeconds, untilSeconds, signal) =>
      await attempt(async (prometheus) => {
        const timed = { ...terms, timeoutSeconds: analysis.requestTimeoutSeconds };
        const { latency, ...described } = describeMetrics(terms.rules);
        const all = { ...input, ...described, ...(await knowOwners()) };
        const [tracks, metrics] = await Promise.all([
          readTracks(prometheus, all, fromSeconds, untilSeconds, signal),
          readMetrics(cluster, prometheus, input, timed, fromSeconds, untilSeconds, signal),
        ]);
        if (tracks.problems.length > 0) return { ...tracks, unread: metrics.unread };
        const { series, missing } = settleLatency(tracks.series, described.boundsSeconds);
        const [query] = source.selectors(all);
        const untimed =
          latency === undefined || missing === undefined
            ? []
            : [{ metric: latency.name, query, problem: missing }];
        return {
          ...tracks,
          series: [...series, ...metrics.series],
          doubts: [...tracks.doubts, ...findNewPlaceDoubts(terms.places ?? {}, tracks.places)],
          unread: [...untimed, ...metrics.unread],
        };
      }, unopened),
    findSkew: async (signal) =>
      await attempt(
        async (prometheus) => {
          const before = Date.now() / 1000;
          const answer = await prometheus.time(signal);
          return answer.ok ? findClockSkew((before + Date.now() / 1000) / 2, answer.value) : undefined;
        },
        // `read` reports the same with its query.
        () => undefined,
      ),
    diagnose: async (signal) =>
      await attempt(
        async (prometheus) => {
          for (const { query, explain } of source.looks(input)) {
            const answer = await prometheus.queryLabels(query, signal);
            const told = answer.ok ? explain(answer.value) : undefined;
            if (told !== undefined) return told;
          }
          return undefined;
        },
        () => undefined,
      ),
  };
}
