import type { z } from "zod";
import { given } from "../../components/core/given";
import { list, mapping, oneOf, promql, told } from "../fields/field";
import { metricKinds } from "../metrics/metric-kinds";

/** Kinds of metric that the set has, each with its own limit: the one list. */
const ownerKinds = [
  "client-errors",
  "authentication",
  "rate-limited",
  "csp",
  "p95",
  "p99",
  "cpu",
  "memory",
  "restarts",
  "database-connections",
  "queue",
] as const;

/** Largest share of failed requests that the set accepts. */
export const ownerErrorRatio = 0.005;

const fields = {
  queue: told("depth of the app's queue, as PromQL", promql().optional(), "none: `without` has `queue`"),
  buckets: told(
    "each track's buckets of durations, `{ stable, canary }`, for p95 and p99",
    mapping("analysis.owner.buckets", {
      stable: told("stable's", promql()),
      canary: told("the canary's", promql()),
    }).optional(),
    "none: `without` has `p95` and `p99`",
  ),
  without: told(
    `kinds that are left out, since nothing counts them here: ${ownerKinds.map((kind) => `\`${kind}\``).join(", ")}`,
    list(oneOf(ownerKinds), `be a list of ${ownerKinds.join(", ")}`).default([]),
  ),
};

const written = mapping("analysis.owner", fields);

/** Keys of the set by which a kind is read. */
const inputs = { queue: ["queue"], buckets: ["p95", "p99"] } as const;

/** The set's metrics in the form that a person writes. */
export function listOwnerMetrics({ queue, buckets, without }: z.output<typeof written>) {
  return ownerKinds
    .filter((kind) => !without.includes(kind))
    .map((kind) => ({
      name: `owner-${kind}`,
      kind,
      trial: false,
      ...(kind === "queue" ? given("query", queue) : {}),
      ...(kind === "p95" || kind === "p99" ? given("queries", buckets) : {}),
    }));
}

/** `sluice:analysis.owner`: what a cautious owner looks at, as one set. */
export const ownerSchema = written.check((context) => {
  const { value } = context;
  const refuse = (key: keyof typeof inputs, message: string): void =>
    void context.issues.push({ code: "custom", path: [key], message, input: value[key] });
  const metrics = listOwnerMetrics(value);
  for (const key of ["queue", "buckets"] as const) {
    const kinds: readonly string[] = inputs[key];
    const own = metrics.filter(({ kind }) => kinds.includes(kind));
    if (own.length === 0 && value[key] !== undefined)
      refuse(key, `be left out where without has ${kinds.join(" and ")}`);
    const rules = own.flatMap((one) => metricKinds[one.kind].findProblems(one).map(([, rule]) => rule));
    for (const rule of new Set(rules))
      refuse(key, value[key] === undefined ? `${rule}; or without have ${kinds.join(" and ")}` : rule);
  }
});
