import { z } from "zod";
import { given } from "../../components/core/given";
import type { Slo } from "../../components/core/slo/slo";
import { duration, mapping, text, told } from "../fields/field";
import { toBoundSeconds } from "../metrics/bound";

const day = 86_400;

/** Keys of every objective. */
const terms = () => ({
  window: told(
    "time over which the error budget counts: whole days from 28d on",
    duration("90d")
      .prefault("30d")
      .check((context) => {
        if (context.value >= 28 * day && context.value % day === 0) return;
        context.issues.push({
          code: "custom",
          message: "be whole days from 28d to 90d",
          input: `${context.value}s`,
        });
      }),
  ),
  budgetQuery: told(
    "PromQL of the share of the budget that is left (1: all of it, 0: used up), where Sloth, Pyrra or rules of your own have it",
    text("be a query").optional(),
    "the series of `sluice slo ENV --rules`; where they are not there, the counters of `sluice:analysis.source`",
  ),
});

const target = (meaning: string, least: number) => {
  const error = `be a number from ${least} to 0.99999`;
  return told(meaning, z.number({ error }).min(least, { error }).max(0.99999, { error }));
};

/** `sluice:slos`: service level objectives of the service, both tracks together. */
export const slosSchema = mapping("slos", {
  availability: mapping("slos.availability", {
    target: target("least share of requests that succeed, for example 0.999", 0.95),
    ...terms(),
  }).optional(),
  latency: mapping("slos.latency", {
    target: target("least share of requests that are fast enough, for example 0.99", 0.5),
    within: told(
      "longest time of a request that is fast enough: the end of a bucket of the source's histogram, as `250ms` or `2s`",
      text('be a duration such as "250ms" or "2s"', /^[1-9]\d{0,4}(ms|s)$/),
    ),
    ...terms(),
  }).optional(),
}).check((context) => {
  if (context.value.availability !== undefined || context.value.latency !== undefined) return;
  context.issues.push({
    code: "custom",
    message: "have availability or latency",
    input: context.value,
  });
});

type Objective = Omit<NonNullable<z.output<typeof slosSchema>["latency"]>, "within">;

/** The objectives of the engine, that on failures first. */
export function toSlos({ availability, latency }: z.output<typeof slosSchema>): readonly Slo[] {
  const of = (name: Slo["name"], { target: least, window, budgetQuery }: Objective): Slo => ({
    name,
    target: least,
    windowSeconds: window,
    ...given("budgetQuery", budgetQuery),
  });
  return [
    ...(availability === undefined ? [] : [of("availability", availability)]),
    ...(latency === undefined
      ? []
      : [{ ...of("latency", latency), withinSeconds: toBoundSeconds(latency.within) }]),
  ];
}
