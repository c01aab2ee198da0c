import type { JsonObject } from "../revision/revision";
import { unknownPlaceholders } from "../sources/metric-query";
import type { SourceName } from "../sources/sources";
import type { Bound } from "./condition";

/** Result of mapping a query with limits. */
export interface Measure {
  /** Items of `sluice:analysis.metrics`. */
  readonly metrics: readonly JsonObject[];
  /** `sluice:analysis.objectives.errorRatio`, where the query is a share of failed or good requests. */
  readonly errorRatio?: number;
  /** Source whose counters the query reads. */
  readonly source?: SourceName;
}

/** Counters by which a source is known. */
const counters: readonly (readonly [RegExp, SourceName])[] = [
  [/\bistio_request/, "istio"],
  [/\bnginx_ingress_controller_/, "ingress-nginx"],
  [/\btraefik_(service|entrypoint)_/, "traefik"],
  [/\benvoy_cluster_/, "envoy-gateway"],
  [/\bresponse_(total|latency)/, "linkerd"],
];

const requestCounter = /\b\w*(requests?|responses?|rq|upstream_rq_\w+|hits)(_total|_count)?\b/;
const failures = /5\.\.|5\.\*|\b5xx|\[45|4-5|5\d\d|status|failure|error/;

/** Source that a query reads; undefined where it is the app's own counter, or anything else. */
export function findSource(query: string): SourceName | undefined {
  return counters.find(([pattern]) => pattern.test(query))?.[1];
}

/** Longest query of a metric, characters. */
const mostCharacters = 1000;

/**
 * A query on one line, comments left out.
 * @returns the query, or why it cannot be taken
 */
export function toOneLine(query: string): { readonly query: string } | { readonly refused: string } {
  const lines = query.split("\n").map((line) => line.trim());
  const text = lines.filter((line) => line !== "" && !line.startsWith("#")).join(" ");
  if (text === "") return { refused: "the query is empty" };
  const unknown = unknownPlaceholders(text);
  if (unknown.length > 0)
    return { refused: `nothing fills in ${unknown.map((one) => `{{${one}}}`).join(", ")}` };
  if (text.length > mostCharacters) {
    return { refused: `the query has ${text.length} characters: a metric has at most ${mostCharacters}` };
  }
  return { query: text };
}

/** Share of failed requests that a limit allows; undefined where the query is no such share. */
function toErrorRatio(query: string, { direction, limit }: Bound): number | undefined {
  if (!query.includes("/") || !requestCounter.test(query)) return undefined;
  const share = /\*\s*100\b|\b100\s*\*/.test(query) ? limit / 100 : limit;
  const ratio = direction === "atLeast" ? 1 - share : share;
  const isShare = ratio > 0 && ratio < 0.5;
  return isShare && failures.test(query) ? Number(ratio.toFixed(6)) : undefined;
}

/** A name as metrics have it: letters, digits, dashes, at most 40. */
export function toMetricName(name: string): string {
  const cleaned = name.replaceAll(/[^\w-]+/g, "-").replace(/^[^A-Za-z]+/, "");
  return cleaned === "" ? "metric" : cleaned.slice(0, 40).replace(/-+$/, "");
}

/**
 * A query with limits: the objective of errors where it is a share of failed requests, else one gauge for each limit.
 * @param query - on one line
 */
export function toMeasure(name: string, query: string, bounds: readonly Bound[]): Measure {
  const source = findSource(query);
  const found = source === undefined ? {} : { source };
  const [bound, ...further] = bounds;
  const errorRatio = bound && further.length === 0 ? toErrorRatio(query, bound) : undefined;
  if (errorRatio !== undefined) return { metrics: [], errorRatio, ...found };
  const suffix = { atMost: "-max", atLeast: "-min" };
  return {
    metrics: bounds.map(({ direction, limit }) => ({
      name: toMetricName(further.length === 0 ? name : `${name.slice(0, 36)}${suffix[direction]}`),
      kind: "gauge",
      query,
      limit,
      ...(direction === "atLeast" ? { direction } : {}),
    })),
    ...found,
  };
}
