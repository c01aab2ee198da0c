import type { Cluster } from "../cluster/api";
import { findClockSkew } from "../core/clock-skew";
import { weightedRuleIndex } from "../core/route-rules";
import type { Settings } from "../core/settings";
import { openPrometheus } from "../prometheus/open-prometheus";
import { readTracks } from "../prometheus/read-tracks";
import type { TrackReading } from "../prometheus/read-tracks";

/** Where evidence is read. */
export interface Source {
  /** Raw samples between two moments, seconds since the epoch; trouble is data, never thrown. */
  read(fromSeconds: number, untilSeconds: number, signal?: AbortSignal): Promise<TrackReading>;
  /** What is wrong with the two clocks, or undefined; also undefined when Prometheus does not answer. */
  findSkew(signal?: AbortSignal): Promise<string | undefined>;
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
        return await readTracks(prometheus, input, fromSeconds, untilSeconds, signal);
      } catch (error) {
        return { series: [], problems: [{ query: analysis.prometheus, problem: (error as Error).message }] };
      }
    },
    findSkew: async (signal) => {
      try {
        const before = Date.now() / 1000;
        const answer = await openPrometheus(cluster, analysis).time(signal);
        return answer.ok ? findClockSkew((before + Date.now() / 1000) / 2, answer.value) : undefined;
      } catch {
        // `read` says the same with the query that it was.
        return undefined;
      }
    },
  };
}
