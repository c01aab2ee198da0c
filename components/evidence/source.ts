import type { Cluster } from "../cluster/api";
import type { RawSeries } from "../core/verdict/index";
import { weightedRuleIndex } from "../core/route-rules";
import type { Settings } from "../core/settings";
import { tracks } from "../core/track";
import { openPrometheus } from "../prometheus/open-prometheus";
import { readTracks } from "../prometheus/read-tracks";
import type { TrackReading } from "../prometheus/read-tracks";

/** Where evidence is read. */
export interface Source {
  /** Raw samples between two moments, seconds since the epoch; trouble is data, never thrown. */
  read(fromSeconds: number, untilSeconds: number, signal?: AbortSignal): Promise<TrackReading>;
}

/** Opens the Prometheus that the settings name. */
export function openSource(cluster: Cluster, settings: Settings): Source {
  const { namespace, app, traffic, analysis } = settings;
  const input = {
    source: analysis.source,
    namespace,
    app,
    route: traffic.route,
    gateway: traffic.gateway,
    rule: weightedRuleIndex,
  };
  return {
    read: async (fromSeconds, untilSeconds, signal) => {
      try {
        const prometheus = openPrometheus(cluster, analysis);
        const reading = await readTracks(prometheus, input, fromSeconds, untilSeconds, signal);
        return analysis.source === "traefik" ? { ...reading, series: withScrapes(reading.series) } : reading;
      } catch (error) {
        return { series: [], problems: [{ query: analysis.prometheus, problem: (error as Error).message }] };
      }
    },
  };
}

/**
 * A router makes a backend's series with its first request: until then a scrape that shows the other track says that
 * this one got none. Each scrape of a router therefore counts as news of both tracks.
 */
export function withScrapes(series: readonly RawSeries[]): readonly RawSeries[] {
  const times = new Map<string, Set<number>>();
  for (const { target, samples } of series) {
    const seen = times.get(target) ?? new Set();
    for (const [at] of samples) seen.add(at);
    times.set(target, seen);
  }
  const scrapes = [...times].flatMap(([target, seen]) => {
    const samples = [...seen].toSorted((a, b) => a - b).map((at) => [at, 0] as const);
    return tracks.map((track): RawSeries => ({
      id: `scrapes of ${target} for ${track}`,
      target,
      track,
      counters: [],
      samples,
    }));
  });
  return [...series, ...scrapes];
}
