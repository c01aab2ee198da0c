import { z } from "zod";
import { given } from "../../components/core/given";
import type { Slo } from "../../components/core/slo/slo";
import { duration, mapping, text, told } from "../field";

const day = 86_400;

/** `sluice:slos`: service level objectives of the service, both tracks together. */
export const slosSchema = mapping("slos", {
  availability: mapping("slos.availability", {
    target: told(
      "least share of requests that succeed, for example 0.999",
      z
        .number({ error: "be a number from 0.95 to 0.99999" })
        .min(0.95, { error: "be a number from 0.95 to 0.99999" })
        .max(0.99999, { error: "be a number from 0.95 to 0.99999" }),
    ),
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
  }),
});

/** The objective of the engine. */
export function toSlo({ target, window, budgetQuery }: z.output<typeof slosSchema>["availability"]): Slo {
  return { name: "availability", target, windowSeconds: window, ...given("budgetQuery", budgetQuery) };
}
