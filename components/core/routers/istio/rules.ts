import { serviceNames } from "../../settings";
import type { Settings } from "../../settings";
import { tracks } from "../../track";
import { probeHeader, probeName, trackHeader } from "../gateway/probe-header";
import { probeKeyOf } from "../gateway/rules/rules";
import { splitRefs } from "../weighted-rule";
import { hostNames, isApp, isTrack, matchesOf, refsOf } from "./virtual-service";
import type { HttpRule, OwnSettings, RouteDestination } from "./virtual-service";

/** The rule that the configuration asks for: every request of the hosts. */
export function configuredRule({ app, port, traffic }: OwnSettings & Pick<Settings, "port">): HttpRule {
  return withHeaders({ name: app, route: [{ destination: { host: app, port: { number: port } } }] }, traffic);
}

/** A rule of Sluice's own object with the headers that the configuration has, and no others for answers. */
export function withHeaders(
  { headers: { response: _response, ...headers } = {}, ...rule }: HttpRule,
  { headers: wanted }: OwnSettings["traffic"],
): HttpRule {
  const all = wanted === undefined ? headers : { ...headers, response: wanted };
  return Object.keys(all).length === 0 ? rule : { ...rule, headers: all };
}

/** The rule that the route writer made, at a weight: both tracks in place of the app, everything else as it is. */
export function splitRule(rule: HttpRule, settings: OwnSettings, weight: number): HttpRule {
  const isOwn = (ref: RouteDestination): boolean => isApp(ref, settings);
  return {
    ...rule,
    route: splitRefs(refsOf(rule), isOwn, serviceNames(settings), weight, hostNames),
  };
}

/**
 * Probe rules for one of the app's, which has both tracks, one for each: its matches and the probe header. Copies of
 * Sluice's own requests are nobody's business, and faults that somebody injects say nothing of a track.
 */
export function probeRules(rule: HttpRule, token: string, settings: OwnSettings): readonly HttpRule[] {
  const { name, match: _g, headers, mirror: _a, mirrors: _b, fault: _c, ...rest } = rule;
  const { mirrorPercent: _d, mirrorPercentage: _e, ...kept } = rest;
  const stable = refsOf(rule).find((ref) => isTrack(ref, "stable", settings)) as RouteDestination;
  const { weight: _f, ...like } = stable;
  return tracks.map((track) => ({
    ...kept,
    ...probeName(name, track),
    match: matchesOf(rule).map((one) => ({
      ...one,
      headers: { ...one.headers, [probeHeader]: { exact: probeKeyOf(token, track) } },
    })),
    headers: {
      ...headers,
      response: { ...headers?.response, set: { ...headers?.response?.set, [trackHeader]: track } },
    },
    route: [hostNames.rename(like, serviceNames(settings).probe(track))],
  }));
}
