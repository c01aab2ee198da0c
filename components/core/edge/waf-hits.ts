import { trackOfQueried } from "../sources/queried-track";
import type { CountedApp, RawMetric } from "../sources/source";
import type { Track } from "../track";

/** Selector of everything that the firewall's exporters count of rules and decisions. */
export const hitsQuery = '{__name__=~"sluice_waf_(rule_hits|decisions)_total",namespace="{{namespace}}"}';

/** Requests of one track in which a rule fired. */
export interface RuleHits {
  readonly track: Track;
  readonly rule: string;
  /** Class of the path, numbers and keys as "*". */
  readonly path: string;
  /** Part of the request, e.g. `ARGS:q`; empty where it is not known. */
  readonly target: string;
  readonly count: number;
}

/** Counts of both tracks' firewalls over a time. */
export interface WafCounts {
  readonly hits: readonly RuleHits[];
  /** Requests that were refused, or would have been; absent for a track whose firewalls count nothing. */
  readonly decided: Readonly<Partial<Record<Track, number>>>;
}

/**
 * Rise of a counter since a moment, over restarts of what counts. One that appeared later began with 0: the exporter
 * shows a rule from its first hit on.
 */
function riseSince(samples: RawMetric["samples"], fromSeconds: number): number {
  let rise = 0;
  let before: number | undefined;
  for (const [at, value] of samples) {
    if (at > fromSeconds) rise += before === undefined || value < before ? value : value - before;
    before = value;
  }
  return rise;
}

/**
 * Reads the counts of both tracks; a pod that two jobs scrape counts once.
 * @param metrics - raw samples, some minutes of them from before `fromSeconds`
 */
export function readWafCounts(
  metrics: readonly RawMetric[],
  app: CountedApp,
  fromSeconds: number,
): WafCounts {
  const pods = new Map<string, RuleHits & { readonly isDecision: boolean }>();
  for (const { labels, samples } of metrics) {
    const track = trackOfQueried(labels, app);
    if (track !== "stable" && track !== "canary") continue;
    const { rule = "", path = "", target = "", reason = "" } = labels;
    const isDecision = labels["__name__"] === "sluice_waf_decisions_total";
    const pod = labels["pod"] ?? labels["instance"] ?? "";
    const id = JSON.stringify([isDecision, track, pod, rule, path, target, reason]);
    const count = Math.max(riseSince(samples, fromSeconds), pods.get(id)?.count ?? 0);
    pods.set(id, { track, rule, path, target, count, isDecision });
  }
  const decided: Partial<Record<Track, number>> = {};
  const hits = new Map<string, RuleHits>();
  for (const { isDecision, ...one } of pods.values()) {
    const { track, count } = one;
    if (isDecision) {
      decided[track] = (decided[track] ?? 0) + count;
      continue;
    }
    const id = JSON.stringify([track, one.rule, one.path, one.target]);
    hits.set(id, { ...one, count: (hits.get(id)?.count ?? 0) + count });
  }
  return { hits: [...hits.values()].filter(({ count }) => count > 0), decided };
}
