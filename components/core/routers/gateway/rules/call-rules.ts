import { serviceNames } from "../../../settings";
import { tracks } from "../../../track";
import type { Track } from "../../../track";
import type { CallRule } from "../../router";
import type { OwnRulesSettings } from "./configured-rules";
import { mostRules, refsOf, rulesOf, weightOf } from "../http-route";
import type { BackendRef, CallMethod, HttpRoute, HttpRouteRule, RouteMatch } from "../http-route";
import { findProbeKey, isProbeRule } from "../kinds";
import { fitsWhole, pickHighest } from "./matches";
import { probeHeader, probeName } from "../probe-header";
import { toProbeMatch, withoutCopies } from "./probe-rules";

/** The one call that Sluice makes. */
const health = { service: "grpc.health.v1.Health", method: "Check" } as const;

/** Rules of calls: one for each track, and one that leads nowhere. */
const callRules = tracks.length + 1;

function fits(type: string, wanted: string | undefined, value: string): boolean {
  if (wanted === undefined || wanted === "") return true;
  return type === "Exact" ? wanted === value : fitsWhole(wanted, value);
}

/**
 * Rank of a match for a health call without headers, in the order of the Gateway API: service first, then method;
 * undefined where it takes none.
 */
function rankOf({ method = {}, headers = [] }: RouteMatch): readonly [number, number] | undefined {
  const { type = "Exact", service, method: name } = method as CallMethod;
  const isTaken = headers.length === 0 && fits(type, service, health.service);
  return isTaken && fits(type, name, health.method) ? [service?.length ?? 0, name?.length ?? 0] : undefined;
}

/** Value of the probe header whose rule leads nowhere: an answer shows that the rules are not in force. */
const nobody = "nobody";

/** A rule that takes Sluice's health calls out of those of the app's rule, with its filters. */
function toCallRule(
  { name, filters = [] }: HttpRouteRule,
  who: Track | typeof nobody,
  token: string,
  backend: BackendRef,
): HttpRouteRule {
  const kept = withoutCopies(filters);
  return {
    ...probeName(name, who),
    matches: [toProbeMatch({ method: { type: "Exact", ...health } }, `${token}-${who}`)],
    ...(kept.length === 0 ? {} : { filters: kept }),
    backendRefs: [backend],
  };
}

/**
 * Rules by which health calls of Sluice reach each track, where a rule of the app takes such calls anyway. A filter
 * that would prove the track is one that proxies may lack for calls, so a third rule leads nowhere: who follows it
 * follows the other two.
 * @param rules - all of the user's, in their order
 * @param own - of them those that carry the app, each with stable among its backends
 * @returns none where no rule of the app takes a health call, or the route has no room
 */
export function renderCallRules(
  settings: OwnRulesSettings,
  rules: readonly HttpRouteRule[],
  own: readonly HttpRouteRule[],
  token: string,
): readonly HttpRouteRule[] {
  const at = pickHighest(rules, rankOf);
  const rule = own.find((one) => at !== undefined && one === rules[at]);
  // Each of the app's rules may get one more, by a match.
  if (rule === undefined || rules.length + own.length + callRules > mostRules) return [];
  const names = serviceNames(settings);
  const like = refsOf(rule).find(({ name }) => name === names.stable) as BackendRef;
  const to = (track: Track, weight: number): BackendRef => ({ ...like, name: names.probe(track), weight });
  return [
    ...tracks.map((track) => toCallRule(rule, track, token, to(track, 1))),
    toCallRule(rule, nobody, token, to("stable", 0)),
  ];
}

/** Headers of health calls to one track, and of those that nobody may get, as the live route has them. */
export function findCallRule(route: HttpRoute, app: string, track: Track): CallRule | undefined {
  const { probe } = serviceNames({ app });
  const keyOf = (service: string, isEmpty: boolean): string | undefined => {
    const found = rulesOf(route).find((rule) => {
      const [ref, ...more] = refsOf(rule);
      const isIts = ref?.name === service && (weightOf(ref) === 0) === isEmpty;
      return isProbeRule(rule) && isIts && more.length === 0;
    });
    return found && findProbeKey(found);
  };
  const [key, empty] = [keyOf(probe(track), false), keyOf(probe("stable"), true)];
  return key === undefined || empty === undefined
    ? undefined
    : { send: { [probeHeader]: key }, refused: { [probeHeader]: empty } };
}
