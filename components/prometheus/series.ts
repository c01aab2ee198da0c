import { trackOf } from "../core/promql";
import type { SelectorInput } from "../core/promql";
import { tracks } from "../core/track";
import type { Track } from "../core/track";
import type { RawSeries } from "../core/verdict/index";
import type { RawMetric } from "./parse-answer";

type Described = Pick<SelectorInput, "source" | "namespace" | "app">;

/** Canonical text of labels: the same whatever order they came in. */
function identify(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).toSorted();
  return names.map((name) => `${name}=${JSON.stringify(labels[name])}`).join(",");
}

function countersOf(labels: Readonly<Record<string, string>>): readonly string[] {
  const status = labels["code"] ?? labels["http_response_status_code"] ?? "";
  return /^5\d\d$/.test(status) ? ["requests", "errors"] : ["requests"];
}

function toRawSeries(metric: RawMetric, track: Track): RawSeries {
  const { labels, samples } = metric;
  const isUp = labels["__name__"] === "up";
  return {
    id: identify(labels),
    target: labels["instance"] ?? "",
    track,
    counters: isUp ? [] : countersOf(labels),
    // A failed scrape writes up = 0: that is no data, not a sign of life.
    samples: samples.filter(([, value]) => Number.isFinite(value) && (!isUp || value === 1)),
  };
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
    return track === undefined ? [] : [toRawSeries(metric, track)];
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
