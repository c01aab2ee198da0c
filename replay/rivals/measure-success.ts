import type { Measurement, RawSeries } from "../../components/core/verdict/index";
import { rate } from "./rate";

/** Window of the rivals' success ratio, seconds. */
const windowSeconds = 60;

/** Sum over the series that have a rate; like PromQL's, it is empty and not 0 where none has. */
function sumRates(series: readonly RawSeries[], atSeconds: number): number | undefined {
  const rates = series.flatMap(({ samples }) => rate(samples, atSeconds, windowSeconds) ?? []);
  return rates.length === 0 ? undefined : rates.reduce((sum, one) => sum + one, 0);
}

/**
 * Query of Argo Rollouts and Flagger: the canary's successes per request over the last minute, as
 * `sum(rate(http_requests_total{track="canary",code!~"5.."}[1m])) / sum(rate(http_requests_total{track="canary"}[1m]))`
 * answers. Corners kept: no requests is 0/0 = NaN; a canary that has no successful series at all gives an empty answer.
 */
export function measureSuccess(series: readonly RawSeries[], atSeconds: number): Measurement {
  const all = series.filter(({ track, counters }) => track === "canary" && counters.includes("requests"));
  const good = sumRates(
    all.filter(({ counters }) => !counters.includes("errors")),
    atSeconds,
  );
  const total = sumRates(all, atSeconds);
  return good === undefined || total === undefined
    ? { kind: "empty" }
    : { kind: "value", value: good / total };
}
