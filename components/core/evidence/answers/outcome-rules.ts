import { given } from "../../given";
import type { SeriesReader } from "../../sources/source";
import { mostRoutes } from "../../verdict/index";
import type { OutcomeRules, RawSeries } from "../../verdict/index";
import { growthOf } from "../samples/growth";

/** Routes by how many requests they had, busiest first. */
export function findBusiestRoutes(series: readonly RawSeries[]): string[] {
  const requests = new Map<string, number>();
  for (const { answer, samples } of series) {
    const route = answer?.route ?? "";
    if (route !== "") requests.set(route, (requests.get(route) ?? 0) + growthOf(samples));
  }
  return [...requests]
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostRoutes)
    .map(([route]) => route);
}

/** Outcomes that the series of a source do not give, neither as a rule nor here. */
export function findUntoldShares(
  series: readonly RawSeries[],
  { untold = [] }: Pick<SeriesReader, "untold">,
): OutcomeRules["untold"] {
  const answers = series.flatMap(({ answer }) => answer ?? []);
  const hasRoutes = answers.some(({ route = "" }) => route !== "");
  const lacksRoutes = !hasRoutes && (answers.length > 0 || untold.includes("routes"));
  const lacksGivingUp = untold.includes("gave-up") && !answers.some(({ kind }) => kind === "gave-up");
  const lacksClasses = untold.includes("classes");
  return [
    ...(lacksClasses ? (["classes"] as const) : []),
    ...(lacksGivingUp ? (["gave-up"] as const) : []),
    ...(lacksRoutes ? (["routes"] as const) : []),
  ];
}

/**
 * Rules for the shares of outcomes, from what was counted before the attempt.
 * @param onlyHolds - the tracks have other users, as where connections are split: a class that differs proves no fault
 */
export function toOutcomeRules(
  series: readonly RawSeries[],
  reader: Pick<SeriesReader, "untold" | "behindFirewall">,
  expected: OutcomeRules["expected"] = {},
  onlyHolds = false,
): OutcomeRules {
  return {
    expected,
    untold: findUntoldShares(series, reader),
    routes: findBusiestRoutes(series),
    onlyHolds,
    ...given("behindFirewall", reader.behindFirewall),
  };
}
