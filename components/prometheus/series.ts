import { durationHistogram, trackOf } from "../core/sources/promql";
import type { SelectorInput } from "../core/sources/promql";
import { tracks } from "../core/track";
import type { Track } from "../core/track";
import type { RawSeries } from "../core/verdict/index";
import type { RawMetric } from "./parse-answer";

/** Whose series they are, and what else they are counted for. */
export interface Described extends Pick<SelectorInput, "source" | "namespace" | "app" | "boundsSeconds"> {
  /** Events that are answers with one of these codes. @default none */
  readonly coded?: readonly { readonly name: string; readonly codes: readonly number[] }[];
}

/** Canonical text of labels: the same whatever order they came in. */
export function identify(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).toSorted();
  return names.map((name) => `${name}=${JSON.stringify(labels[name])}`).join(",");
}

function countRequests(labels: Readonly<Record<string, string>>, { coded = [] }: Described): string[] {
  const status = labels["code"] ?? labels["http_response_status_code"] ?? "";
  const events = coded.filter(({ codes }) => codes.includes(Number(status)));
  const errors = /^5\d\d$/.test(status) ? ["errors"] : [];
  return ["requests", ...errors, ...events.map(({ name }) => `event:${name}`)];
}

/** Counts that a series feeds; undefined for a bucket that nobody asked for. */
function countersOf(
  labels: Readonly<Record<string, string>>,
  input: Described,
): readonly string[] | undefined {
  const { source, boundsSeconds = [] } = input;
  const name = labels["__name__"] ?? "";
  if (name === "up") return [];
  if (name === `${durationHistogram[source]}_bucket`) {
    const bound = Number(labels["le"]);
    return boundsSeconds.includes(bound) ? [`within:${bound}`] : undefined;
  }
  if (name !== `${durationHistogram[source]}_count`) return countRequests(labels, input);
  const timed = boundsSeconds.length === 0 ? [] : ["timed"];
  return source === "traefik" ? timed : [...countRequests(labels, input), ...timed];
}

function toRawSeries({ labels, samples }: RawMetric, track: Track, input: Described): RawSeries[] {
  const isUp = labels["__name__"] === "up";
  const counters = countersOf(labels, input);
  if (counters === undefined) return [];
  const series = {
    id: identify(labels),
    target: labels["instance"] ?? "",
    track,
    counters,
    // A failed scrape writes up = 0: that is no data, not a sign of life.
    samples: samples.filter(([, value]) => Number.isFinite(value) && (!isUp || value === 1)),
  };
  return [series];
}

/**
 * A router's counter comes into being with the first request it counts. Where a router tells of one track, the silence
 * of the other is a count of 0 and not missing data: a series without counters says so at the same times.
 */
function presenceOf(series: readonly RawSeries[]): RawSeries[] {
  const targets = [...new Set(series.map(({ target }) => target))];
  return targets.flatMap((target) => {
    const ofTarget = series.filter((one) => one.target === target);
    const times = new Set(ofTarget.flatMap(({ samples }) => samples.map(([at]) => at)));
    const samples = [...times].toSorted((a, b) => a - b).map((at) => [at, 1] as const);
    return tracks
      .filter((track) => !ofTarget.some((one) => one.track === track))
      .map((track) => ({ id: `presence,${target},${track}`, target, track, counters: [], samples }));
  });
}

/** What the engine reads of Prometheus' answer; series of other apps and values that are no numbers are left out. */
export function toSeries(metrics: readonly RawMetric[], input: Described): RawSeries[] {
  const series = metrics.flatMap((metric) => {
    const track = trackOf(metric.labels, input);
    return track === undefined ? [] : toRawSeries(metric, track, input);
  });
  const heard = series.filter(({ samples }) => samples.length > 0);
  return input.source === "traefik" ? [...heard, ...presenceOf(heard)] : heard;
}

/** The same series of several answers as one, samples in order of time, each once. */
export function mergeSeries(answers: readonly (readonly RawSeries[])[]): RawSeries[] {
  const merged = new Map<string, RawSeries>();
  for (const one of answers.flat()) {
    const known = merged.get(one.id);
    const samples = new Map([...(known?.samples ?? []), ...one.samples]);
    merged.set(one.id, { ...one, samples: [...samples].toSorted((a, b) => a[0] - b[0]) });
  }
  return [...merged.values()];
}
