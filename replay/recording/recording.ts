import type { Doubt } from "../../components/core/evidence/samples/entry";
import { findUntoldShares } from "../../components/core/evidence/answers/outcome-rules";
import { readCounters } from "../../components/core/evidence/read-counters";
import { usualUnaskedRoutes } from "../../components/core/evidence/labels/unasked";
import type { CountedApp, Labels, RawMetric, SeriesReader } from "../../components/core/sources/source";
import { given } from "../../components/core/given";
import { tracks } from "../../components/core/track";
import type { Track } from "../../components/core/track";
import type { OutcomeRules, RawSeries } from "../../components/core/verdict/index";
import type { MetricSeries } from "./parse-openmetrics";
import { leaveOutOpenFall } from "./open-fall";
import { recordedReader, recordedRequests, withCounts } from "./recorded-reader";

/** Raw counters of both tracks over a time that is past. */
export interface Recording {
  readonly series: readonly RawSeries[];
  /** Bounds that both tracks' histograms have, ascending, seconds. */
  readonly latencyBoundsSeconds: readonly number[];
  /** Outcomes that the series do not give. @default none */
  readonly untold?: OutcomeRules["untold"];
  /** Reason why the counts cannot be trusted. @default none */
  readonly doubts?: readonly Doubt[];
  /** Reason why nothing passes, although what there is can be judged. @default - there is none */
  readonly unjudged?: Doubt;
  /** Remarks on the recording for a reader. */
  readonly notes: readonly string[];
}

/** Terms of reading a recording. */
export interface RecordingTerms {
  /** @default - of `http_requests_total` with a label `track` */
  readonly reader?: SeriesReader | undefined;
  /** App whose series a source's reader reads. */
  readonly app?: CountedApp | undefined;
  /**
   * Names that the labels `track` and `code` have in the recording; of any other label the value that is read. @default none
   */
  readonly labels?: Labels | undefined;
  /** Routes that no user asked for. @default - the usual ones of probes and metrics */
  readonly ignoreRoutes?: readonly string[] | undefined;
  /** Whether durations are read. @default true */
  readonly latency?: boolean | undefined;
}

/** Labels whose name may be another one in a recording. */
const renamed = ["track", "code"];

function toRaw({ name, labels, samples }: MetricSeries, wanted: Labels): RawMetric {
  const named = renamed.flatMap((one) => {
    const value = labels[wanted[one] ?? ""];
    return value === undefined ? [] : [[one, value]];
  });
  return { labels: { ...labels, ...Object.fromEntries(named), __name__: name }, samples };
}

/** Rules of a route that carry both tracks: a probe rule leads to one. */
function keepSplitRules(metrics: readonly RawMetric[], reader: SeriesReader, app: CountedApp): RawMetric[] {
  const seen = new Map<string, Set<Track>>();
  for (const { labels } of metrics) {
    const track = reader.trackOf(labels, app);
    const rule = reader.ruleOf?.(labels);
    if (track === undefined || rule === undefined) continue;
    seen.set(rule, (seen.get(rule) ?? new Set()).add(track));
  }
  return metrics.filter(({ labels }) => {
    const rule = reader.ruleOf?.(labels);
    return rule === undefined || seen.get(rule)?.size !== 1;
  });
}

/** Upper ends of all buckets, ascending, seconds. */
function findBounds(metrics: readonly RawMetric[], reader: SeriesReader): number[] {
  const bounds = metrics.flatMap(({ labels }) => {
    const meaning = reader.meaningOf(labels);
    const bound = meaning?.kind === "bucket" ? meaning.boundSeconds : Number.NaN;
    return bound > 0 && bound < Infinity ? [bound] : [];
  });
  return [...new Set(bounds)].toSorted((a, b) => a - b);
}

/** Name of the histogram that has buckets. */
function findHistogram(metrics: readonly RawMetric[], reader: SeriesReader): string {
  const names = metrics.flatMap(({ labels }) =>
    reader.meaningOf(labels)?.kind === "bucket" ? (labels["__name__"] ?? []) : [],
  );
  return `${names[0]}`.replace(/_bucket$/, "");
}

/** Bounds of the buckets that each track's histogram has beside its count. */
function findOwnBounds(
  series: readonly RawSeries[],
  known: readonly number[],
): Readonly<Record<Track, readonly number[]>> {
  const of = (track: Track): readonly number[] => {
    const counters = new Set(series.flatMap((one) => (one.track === track ? one.counters : [])));
    return counters.has("timed") ? known.filter((bound) => counters.has(`within:${bound}`)) : [];
  };
  return { stable: of("stable"), canary: of("canary") };
}

const demandAlike = (histogram: string): string =>
  `${histogram} must have the same buckets and a count on both tracks`;

/** Doubt where stable has durations and the canary none to compare with them: it may be slow, and nobody would see it. */
function findTimingDoubt(
  series: readonly RawSeries[],
  histogram: string,
  { stable, canary }: Readonly<Record<Track, readonly number[]>>,
): Doubt | undefined {
  const isCounted = series.some(({ track, counters }) => track === "canary" && counters.includes("requests"));
  const isAlike = stable.length === 0 || stable.some((bound) => canary.includes(bound));
  if (isAlike || !isCounted) return undefined;
  const show = (bounds: readonly number[]) => bounds.join(", ") || "none";
  return {
    text: `${demandAlike(histogram)}: got ${show(stable)} of stable, ${show(canary)} of canary`,
    fix: "let both versions count durations alike, or have errors alone judged by --no-latency",
  };
}

/** Remark on durations that are there and were not judged. */
function describeUntimed(
  histogram: string,
  isAsked: boolean,
  boundsSeconds: readonly number[],
): readonly string[] {
  if (!isAsked) return ["latency was not judged: --no-latency says so"];
  return boundsSeconds.length > 0 ? [] : [`${demandAlike(histogram)}: latency was not judged`];
}

function describeMissing(series: readonly RawSeries[], isNeutral: boolean): string[] {
  const counted = series.filter(({ counters }) =>
    counters.some((one) => ["requests", "untold"].includes(one)),
  );
  return tracks
    .filter((track) => !counted.some((one) => one.track === track))
    .map((track) =>
      isNeutral
        ? `${recordedRequests} has no series with track="${track}"`
        : `there is no series of ${track}`,
    );
}

function describeForeign(metrics: readonly RawMetric[], reader: SeriesReader, app: CountedApp): string[] {
  const foreign = metrics.filter(
    ({ labels }) =>
      reader.meaningOf(labels)?.kind === "requests" && reader.trackOf(labels, app) === undefined,
  );
  return foreign.length === 0
    ? []
    : [
        `${foreign.length} series of ${foreign[0]?.labels["__name__"]} are neither stable's nor the canary's and were left out`,
      ];
}

/** Recording as the engine reads it, by the same rules as live; series of other apps are left out. */
export function toRecording(metrics: readonly MetricSeries[], terms: RecordingTerms = {}): Recording {
  const { app = { namespace: "", app: "" }, labels = {}, ignoreRoutes = usualUnaskedRoutes } = terms;
  const all = metrics.map((one) => toRaw(one, labels));
  const reader = withCounts(
    terms.reader ?? recordedReader,
    all.map((one) => one.labels),
  );
  const isAsked = terms.latency !== false;
  const recorded = findBounds(all, reader);
  const known = isAsked ? recorded : [];
  const places = Object.fromEntries(Object.entries(labels).filter(([name]) => !renamed.includes(name)));
  const read = readCounters(keepSplitRules(all, reader, app), {
    reader,
    app,
    places,
    ignoreRoutes,
    boundsSeconds: known,
  });
  const own = findOwnBounds(read.series, known);
  const bounds = own.stable.filter((bound) => own.canary.includes(bound));
  const judged = read.series.filter(
    ({ counters }) =>
      bounds.length > 0 ||
      !counters.some((one) => /^(?:timed|within:.*)$/.test(one)) ||
      counters.includes("requests"),
  );
  const histogram = findHistogram(all, reader);
  return {
    series: judged.map(leaveOutOpenFall),
    latencyBoundsSeconds: bounds,
    untold: findUntoldShares(read.series, reader),
    doubts: read.doubts,
    ...given("unjudged", findTimingDoubt(read.series, histogram, own)),
    notes: [
      ...describeMissing(read.series, terms.reader === undefined),
      ...describeForeign(all, reader, app),
      ...(recorded.length > 0 ? describeUntimed(histogram, isAsked, bounds) : []),
      ...read.notes,
    ],
  };
}
