import type { Ledger } from "../../ledger/ledger";
import type { LiveRoute } from "../../live";
import type { RawSeries } from "../../verdict/index";
import { countBetween } from "../samples/count-between";
import { quietScrapes } from "./observed";
import { scrapeInterval } from "../samples/scrape-interval";

/** Intervals that are read back: two scrapes after a first one, and half an interval of chance. */
const recentIntervals = quietScrapes + 1.5;

/** Ledger and route, by which is known who wrote the weight last. */
export interface RestFacts {
  readonly ledger: Ledger | undefined;
  readonly route: LiveRoute | undefined;
}

/**
 * Decides from when on the canary has had no weight, where nobody can have sent it requests since: nothing runs, the last
 * write was the end of a promotion or there never was one, and no other way to the canary is known or possible. Not
 * after an abort, another writer's write, a fence, or with a ledger that was rebuilt.
 * @returns seconds since the epoch; undefined where weight 0 has to be observed from now on
 */
export function restingSince({ ledger, route }: RestFacts): number | undefined {
  if (ledger === undefined || route === undefined) return undefined;
  const { phase, weight, epoch, intent, attempt, moves, takeover } = ledger;
  const isAtRest =
    phase === "promoted" &&
    weight === 0 &&
    intent === undefined &&
    takeover === undefined &&
    attempt !== undefined;
  const isOurs = route.weight === 0 && route.epoch === epoch && route.fencedFrom === undefined;
  const isOnlyWay = route.foreign === undefined && (route.unseen ?? []).length === 0;
  const isPromoted = route.zeroReason === undefined || route.zeroReason.kind === "promote";
  if (!isAtRest || !isOurs || !isOnlyWay || !isPromoted) return undefined;
  const last = moves.at(-1);
  if (last !== undefined) return last.to === 0 ? last.atSeconds : undefined;
  return attempt.kind === "first" ? attempt.startedAtSeconds : undefined;
}

/**
 * Whether the scrapes that were taken last show already that the canary gets no request: every target that was heard of
 * was scraped two times after a first one in the last three and a half intervals, and counted nothing for it.
 * @param fromSeconds - the canary has had no weight since then
 */
export function wasSilent(series: readonly RawSeries[], fromSeconds: number, nowSeconds: number): boolean {
  const interval = scrapeInterval(series);
  if (interval === undefined) return false;
  const begin = Math.max(fromSeconds, nowSeconds - recentIntervals * interval);
  const targets = [...new Set(series.map(({ target }) => target))];
  const isHeard = targets.every((target) => {
    const own = series.filter((one) => one.target === target);
    return countBetween(own, begin, nowSeconds).scrapes >= quietScrapes;
  });
  return isHeard && countBetween(series, begin, nowSeconds).canary.routed === 0;
}
