import type { Rule } from "./rule";
import { sumFailedStatuses, sumRates, sumStatuses, sumWithin } from "./sum-rates";
import type { SloRates } from "./sum-rates";

/** Window of the counted series. */
export const base = "5m";

/** Subject of counted series: an objective's requests, or those of a track. */
type Level = "slo" | "track";

type Counted = "statuses" | "requests" | "failures";

const nameOf = (level: Level, what: Counted): string => `sluice:${level}_${what}:rate${base}`;

/** Selectors of the counted series with these labels. */
export function countedSeries(
  level: Level,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<Counted, string>> {
  const where = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  const of = (what: Counted) => `${nameOf(level, what)}{${where.join(",")}}`;
  return { statuses: of("statuses"), requests: of("requests"), failures: of("failures") };
}

/**
 * Rules that read the counters, once; all others read what these write. Failures are 0 where no counter of them is there
 * yet, and absent where there is none of requests. Slow requests are absent where there is no bucket of the bound.
 * @param where - those of the labels that no other series of the level has all of
 */
export function renderCounts(
  level: Level,
  rates: SloRates,
  labels: Readonly<Record<string, string>>,
  where: Readonly<Record<string, string>>,
): readonly Rule[] {
  const { statuses, requests } = countedSeries(level, where);
  const rule = (what: Counted, expr: string): Rule => ({
    record: nameOf(level, what),
    expr,
    labels,
  });
  return "within" in rates
    ? [
        rule("requests", sumRates(rates, base)),
        rule("failures", `clamp_min(sum(${requests}) - ${sumWithin(rates, base)}, 0)`),
      ]
    : [
        rule("statuses", sumStatuses(rates, base)),
        rule("requests", `sum(${statuses})`),
        rule("failures", `${sumFailedStatuses(rates, statuses)} or 0 * sum(${requests})`),
      ];
}
