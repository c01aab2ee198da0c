import { z } from "zod";
import type { Source } from "../../components/core/sources/source";
import type { MetricRule } from "../../components/core/evidence/metric-rule";
import type { MetricKey } from "../metrics/metric-kind";
import { metricKindNames, metricKinds } from "../metrics/metric-kinds";
import { flag, list, mapping, objectName, oneOf, promql, text, told, whole } from "../fields/field";
import { lokiSchema } from "./loki";

const number = (rule: string) => z.number({ error: rule });

const expression = () => text("be one line, at most 500 characters", /^(?=.*\S).{1,500}$/);

const metric = mapping("analysis.metrics", {
  name: told(
    "letters, digits and dashes, unique; names it in verdicts and messages",
    text("be letters, digits and dashes, at most 40", /^[A-Za-z][\w-]{0,39}$/),
  ),
  kind: told(
    `${metricKindNames.map((name) => `\`${name}\``).join(", ")}; latency at most once`,
    oneOf(metricKindNames),
  ),
  bounds: told(
    "latency: buckets that the source's histogram has",
    list(
      text('be durations such as "250ms" or "1s"', /^\d{1,6}(ms|s)$/),
      'be a list of durations such as "250ms"',
      1,
    )
      .max(20, { error: "be at most 20 durations" })
      .optional(),
    "those of the [source](../how-to/sources.md)",
  ),
  toleratedRatio: told(
    "latency, events, log: how much more than stable is still accepted, 1 to 50",
    number("be a number from 1 to 50").min(1).max(50).optional(),
    "1.2 for latency, 2 for events and log",
  ),
  codes: told(
    "events: status codes of the answers that count; or `query`",
    list(whole(100, 599), "be a list of status codes such as 429", 1).optional(),
    "none",
  ),
  query: told("events: selector of a counter; gauge: any PromQL", promql().optional(), "none"),
  queries: told(
    "events: one selector for each track, `{ stable, canary }`, where labels of the counter and not its pods tell the track; in place of `query`; p95, p99, required there: each track's buckets",
    mapping("analysis.metrics.queries", {
      stable: told("stable's counter", promql()),
      canary: told("the canary's", promql()),
    }).optional(),
    "none",
  ),
  limit: told("gauge, required there: last accepted value", number("be a number").optional(), "none"),
  lines: told(
    "log, required there: expression of [RE2](https://github.com/google/re2/wiki/Syntax), found anywhere in a line",
    expression().optional(),
    "none",
  ),
  except: told(
    "log: the same for lines that do not count",
    expression().optional(),
    "`kube-probe\\|sluice-probe`",
  ),
  container: told("log: container whose lines are read", objectName().optional(), "the app's own"),
  /** @default - the pods' own logs, from the API server */
  loki: lokiSchema.optional(),
  direction: told("gauge: `atMost` or `atLeast`", oneOf(["atMost", "atLeast"]).optional(), "atMost"),
  trial: told(
    "[on trial](../how-to/trials.md): it is read, judged and told beside real releases, and decides nothing",
    flag().default(false),
  ),
});

type NamedMetric = z.output<typeof metric>;
type Problem = readonly [key: MetricKey | "name" | "kind", rule: string];

function findProblems(one: NamedMetric): readonly Problem[] {
  const { kind } = one;
  const { keys, findProblems: findOwn } = metricKinds[kind];
  const all = new Set(Object.values(metricKinds).flatMap((each) => each.keys));
  const foreign = [...all].filter((key) => one[key] !== undefined && !keys.includes(key));
  const own = Object.fromEntries(keys.map((key) => [key, one[key]]));
  return [
    ...foreign.map((key): Problem => [key, `not be set for kind "${kind}"`]),
    ...findOwn({ name: one.name, ...own }),
  ];
}

/** `sluice:analysis.metrics`: metrics judged besides errors. */
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
      const { once } = metricKinds[one.kind];
      const isTwice = before.some(({ kind, trial }) => kind === one.kind && trial === one.trial);
      if (once !== undefined && isTwice) refuse(index, ["kind", once]);
      for (const problem of findProblems(one)) refuse(index, problem);
    }
  });

/** The metrics as the providers get them. */
export function toMetricRules(metrics: readonly NamedMetric[], source: Source): readonly MetricRule[] {
  return metrics.map((one) => metricKinds[one.kind].toRule(one, source));
}
