import type { Track } from "../track";
import type { VerdictParameters } from "../verdict/parameters";

/** Requests slower than each bound, compared with stable's, by the source's own histogram. */
export interface LatencyRule {
  readonly kind: "latency";
  readonly name: string;
  /** Upper ends of classic buckets, ascending, seconds. */
  readonly boundsSeconds: readonly number[];
  /** Share of slow requests against stable's that is still accepted, 1 to 50. */
  readonly toleratedRatio: number;
}

/** Value with a limit: beyond it the stage is held; it never fails a release. */
export interface GaugeMetric {
  readonly kind: "gauge";
  readonly name: string;
  /** Any PromQL with an instant vector as its answer. */
  readonly query: string;
  readonly limit: number;
  readonly direction: "atMost" | "atLeast";
}

/** Events per request, compared with stable's: answers with some status, or a counter of the app's own. */
export interface EventMetric {
  readonly kind: "events";
  readonly name: string;
  /** Events per request against stable's that is still accepted, 1 to 100. */
  readonly toleratedRatio: number;
  /** Status codes of answers that are the events; absent where `query` counts them. */
  readonly codes?: readonly number[];
  /** Selector of a counter. */
  readonly query?: string;
  /** Selectors of each track's counter, where labels do not tell the track. */
  readonly queries?: Readonly<Record<Track, string>>;
}

/** Lines of logs per request, compared with stable's. */
export interface LogMetric {
  readonly kind: "log";
  readonly name: string;
  /** Lines per request against stable's that is still accepted, 1 to 50. */
  readonly toleratedRatio: number;
  /** Expression of RE2 for the lines that count. */
  readonly lines: string;
  /** The same for lines that do not, though the first finds them. */
  readonly except: string;
  /** Container whose log is read. @default - the app's own */
  readonly container?: string;
  /** Store of the logs. @default - the pods' own, from the API server */
  readonly loki?: LokiAccess;
}

/** Access to Loki; the token is given by name. */
export interface LokiAccess {
  /** `service://<namespace>/<service>:<port>` through the API server's proxy, or `http(s)://…` direct. */
  readonly address: string;
  /** Selector of the streams of both tracks, which name the pod. */
  readonly selector: string;
  /** Environment variable, or file, with a bearer token for a direct address. */
  readonly tokenFrom?: string;
  /** Sent as `X-Scope-OrgID`. */
  readonly tenant?: string;
}

/** One metric that is judged besides errors; plain data, pinned for an attempt. */
export type MetricRule = LatencyRule | GaugeMetric | EventMetric | LogMetric;

/** Parameters of the engine that follow from the metrics. */
export function toMetricParameters(rules: readonly MetricRule[]): Pick<
  VerdictParameters,
  "latencyBoundsSeconds" | "events" | "gauges"
> & {
  readonly toleratedSlowRatio?: number;
} {
  const latency = rules.find((rule) => rule.kind === "latency");
  return {
    latencyBoundsSeconds: latency?.boundsSeconds ?? [],
    ...(latency === undefined ? {} : { toleratedSlowRatio: latency.toleratedRatio }),
    events: rules.flatMap((rule) =>
      rule.kind === "events" || rule.kind === "log"
        ? [{ name: rule.name, toleratedRatio: rule.toleratedRatio }]
        : [],
    ),
    gauges: rules.flatMap((rule) =>
      rule.kind === "gauge" ? [{ name: rule.name, limit: rule.limit, direction: rule.direction }] : [],
    ),
  };
}
