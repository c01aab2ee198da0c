import { tracks } from "../track";
import type { Track } from "../track";
import { renderRange } from "./promql";
import type { EventMetric, GaugeMetric, MetricRule } from "../evidence/metric-rule";

/** A metric whose series are asked for by a query of its own. */
export type QueriedMetric = (GaugeMetric | (EventMetric & { readonly query: string })) & {
  /** Track that all its series belong to. @default - their labels tell it */
  readonly track?: Track;
};

/** The metrics that cost a request each; one with a query for each track is two. */
export function queriedMetrics(rules: readonly MetricRule[]): readonly QueriedMetric[] {
  return rules.flatMap((rule): readonly QueriedMetric[] => {
    if (rule.kind === "gauge") return [rule];
    if (rule.kind !== "events") return [];
    const { queries, query } = rule;
    if (queries !== undefined) return tracks.map((track) => ({ ...rule, query: queries[track], track }));
    return query === undefined ? [] : [{ ...rule, query }];
  });
}

const names = ["namespace", "app"] as const;
const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Placeholders that have no meaning. */
export function unknownPlaceholders(query: string): readonly string[] {
  const found = [...query.matchAll(placeholder)].map(([, name]) => name as string);
  return found.filter((name) => !names.some((known) => known === name));
}

/** The query with `{{namespace}}` and `{{app}}` filled in. */
export function fillIn(query: string, values: Readonly<Record<(typeof names)[number], string>>): string {
  return query.replaceAll(placeholder, (whole, name: string) =>
    name === "namespace" || name === "app" ? values[name] : whole,
  );
}

const quoted = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const matchers = `\\{(?:[^"'{}]|${quoted})*\\}`;
const selector = new RegExp(`^(?:[A-Za-z_:][\\w:]*\\s*(?:${matchers})?|${matchers})$`);

/** Whether a query is nothing but a selector of series, so that its raw samples can be had. */
export function isSelector(query: string): boolean {
  return selector.test(query.trim().replaceAll(placeholder, "x"));
}

/**
 * Query for raw samples of a range. Anything but a plain selector is evaluated at every tick instead, which is good
 * enough for a gauge and for nothing else.
 */
export function renderSamples(query: string, rangeSeconds: number, tickSeconds: number): string {
  const text = query.trim();
  return isSelector(text)
    ? renderRange(text, rangeSeconds)
    : `(${text})[${Math.max(1, Math.ceil(rangeSeconds))}s:${Math.round(tickSeconds * 1000)}ms]`;
}
