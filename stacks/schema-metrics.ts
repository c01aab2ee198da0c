import { z } from "zod";
import { isSelector, unknownPlaceholders } from "../components/core/sources/metric-query";
import { sources } from "../components/core/sources/sources";
import type { SourceName } from "../components/core/sources/sources";
import type { MetricRule } from "../components/core/evidence/metric-rule";
import { given } from "./given";
import { list, mapping, oneOf, text, whole } from "./field";

const number = (rule: string) => z.number({ error: rule });

const metric = mapping("analysis.metrics", {
  /** Names it in verdicts, messages and evidence. */
  name: text("be letters, digits and dashes, at most 40", /^[A-Za-z][\w-]{0,39}$/),
  /** Which test it gets: `latency` and `events` are compared with stable's, `gauge` has a limit. */
  kind: oneOf(["latency", "events", "gauge"]),
  /** Latency: upper ends of the source's buckets. @default - 100ms, 300ms, 1200ms, 5s (traefik); 100ms, 250ms, 500ms, 1s, 2500ms (opentelemetry) */
  bounds: list(
    text('be durations such as "250ms" or "1s"', /^\d{1,6}(ms|s)$/),
    'be a list of durations such as "250ms"',
    1,
  )
    .max(20, { error: "be at most 20 durations" })
    .optional(),
  /** Latency and events: what is accepted of the canary against stable. @default - 1.2 for latency, 2 for events */
  toleratedRatio: number("be a number from 1 to 50").min(1).max(50).optional(),
  /** Events: status codes of the answers that are counted. */
  codes: list(whole(100, 599), "be a list of status codes such as 429", 1).optional(),
  /** Events: selector of a counter. Gauge: any PromQL. `{{namespace}}` and `{{app}}` stand for the app's. */
  query: text("be PromQL on one line, at most 1000 characters", /^(?=.*\S).{1,1000}$/).optional(),
  /** Gauge: last accepted value. */
  limit: number("be a number").optional(),
  /** Gauge: on which side of the limit values are accepted. @default - atMost */
  direction: oneOf(["atMost", "atLeast"]).optional(),
});

type Metric = z.output<typeof metric>;
type Key = Exclude<keyof Metric, "name" | "kind">;

const keysOf: Readonly<Record<Metric["kind"], readonly Key[]>> = {
  latency: ["bounds", "toleratedRatio"],
  events: ["codes", "query", "toleratedRatio"],
  gauge: ["query", "limit", "direction"],
};

const toSeconds = (bound: string): number =>
  bound.endsWith("ms") ? Number.parseInt(bound, 10) / 1000 : Number.parseInt(bound, 10);

type Problem = readonly [key: Key | "name" | "kind", rule: string];

function findQueryProblems({ kind, query }: Metric): Problem[] {
  if (query === undefined) return [];
  const unknown = unknownPlaceholders(query);
  if (unknown.length > 0) return [["query", "use no other placeholders than {{namespace}} and {{app}}"]];
  return kind === "events" && !isSelector(query)
    ? [
        [
          "query",
          'select a counter, such as csp_violations_total{namespace="{{namespace}}"}, without functions',
        ],
      ]
    : [];
}

function findProblems(one: Metric): Problem[] {
  const { kind, bounds = [], codes, query, limit } = one;
  const all = Object.values(keysOf).flat();
  const foreign = all.filter((key) => one[key] !== undefined && !keysOf[kind].includes(key));
  const seconds = bounds.map(toSeconds);
  const isAscending = seconds.every((bound, i) => bound > (seconds[i - 1] ?? 0));
  return [
    ...[...new Set(foreign)].map((key): Problem => [key, `not be set for kind "${kind}"`]),
    ...(isAscending ? [] : [["bounds", "be above 0 and ascending"] as const]),
    ...(kind === "gauge" && query === undefined ? [["query", "be set for a gauge"] as const] : []),
    ...(kind === "gauge" && limit === undefined ? [["limit", "be set for a gauge"] as const] : []),
    ...(kind === "events" && (codes === undefined) === (query === undefined)
      ? [["codes", "be set for events, or query instead"] as const]
      : []),
    ...(foreign.includes("query") ? [] : findQueryProblems(one)),
  ];
}

/** `sluice:analysis.metrics`: what is judged besides errors. */
export const metricsSchema = list(metric, "be a list of { name, kind, … }")
  .max(20, { error: "be at most 20 metrics" })
  .check((context) => {
    const metrics = context.value;
    const refuse = (index: number, [key, rule]: Problem): void => {
      context.issues.push({
        code: "custom",
        path: [index, key],
        message: rule,
        input: metrics[index]?.[key],
      });
    };
    for (const [index, one] of metrics.entries()) {
      const before = metrics.slice(0, index);
      if (before.some(({ name }) => name === one.name)) refuse(index, ["name", "be unique"]);
      if (one.kind === "latency" && before.some(({ kind }) => kind === "latency")) {
        refuse(index, ["kind", "be latency once, with all its bounds"]);
      }
      for (const problem of findProblems(one)) refuse(index, problem);
    }
  });

/** The metrics as the providers get them. */
export function toMetricRules(metrics: readonly Metric[], source: SourceName): readonly MetricRule[] {
  return metrics.map(({ name, kind, bounds, toleratedRatio, codes, query, limit, direction }): MetricRule => {
    switch (kind) {
      case "latency": {
        const boundsSeconds = bounds?.map(toSeconds) ?? sources[source].usualBoundsSeconds;
        return { kind, name, boundsSeconds, toleratedRatio: toleratedRatio ?? 1.2 };
      }
      case "events":
        return {
          kind,
          name,
          toleratedRatio: toleratedRatio ?? 2,
          ...given("codes", codes),
          ...given("query", query),
        };
      case "gauge":
        // The schema has seen to it that both are set.
        return {
          kind,
          name,
          query: query as string,
          limit: limit as number,
          direction: direction ?? "atMost",
        };
    }
  });
}
