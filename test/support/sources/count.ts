import { matchesWhole } from "../../../components/core/regular-expression";
import type { UserRates } from "../../../components/core/slo/user-rates";
import { narrow } from "../../../components/core/sources/promql";
import type { Labels } from "../../../components/core/sources/source";
import { fits } from "./select";

/** Number of times that counters count the requests of a series, as Prometheus decides: all, and those that failed. */
export function countTimes(
  { counters, unasked }: UserRates,
  labels: Labels,
): readonly [requests: number, failed: number] {
  const isUnasked = unasked.some(({ names, expression }) =>
    matchesWhole(expression, names.map((name) => labels[name] ?? "").join("\n")),
  );
  const found = isUnasked ? [] : counters.filter(({ selector }) => fits(selector, labels));
  const failed = found.filter((one) =>
    one.failed.some((which) => which === "" || fits(narrow(one.selector, which), labels)),
  );
  return [found.length, failed.length];
}
