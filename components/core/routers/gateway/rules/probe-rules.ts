import { serviceNames } from "../../../settings";
import type { ServedApp } from "../../../settings";
import { tracks } from "../../../track";
import type { Track } from "../../../track";
import { refsOf } from "../http-route";
import type { BackendRef, HttpRouteRule, RouteFilter, RouteMatch } from "../http-route";
import { matchesOf } from "./matches";
import { probeHeader, probeName, trackHeader } from "../probe-header";

/** Filters of a rule for Sluice's own requests: copies of them are nobody's business. */
export const withoutCopies = (filters: readonly RouteFilter[]): readonly RouteFilter[] =>
  filters.filter(({ type }) => type !== "RequestMirror");

/** A match of Sluice's own requests with a value of the probe header, among those that another takes. */
export const toProbeMatch = (match: RouteMatch, key: string): RouteMatch => ({
  ...match,
  headers: [...(match.headers ?? []), { type: "Exact", name: probeHeader, value: key }],
});

/** Filters of the app's rule, with the proof of the track. */
function withProof(filters: readonly RouteFilter[], track: Track): readonly RouteFilter[] {
  const proof = { name: trackHeader, value: track };
  const kept = withoutCopies(filters);
  const type = "ResponseHeaderModifier";
  if (!kept.some((one) => one.type === type))
    return [...kept, { type, responseHeaderModifier: { set: [proof] } }];
  // The API takes one such filter for each rule.
  return kept.map((one) =>
    one.type === type
      ? {
          ...one,
          responseHeaderModifier: {
            ...one.responseHeaderModifier,
            set: [...(one.responseHeaderModifier?.set ?? []), proof],
          },
        }
      : one,
  );
}

/** A rule that sends Sluice's own requests, and no others, where one of the app's rules sends users'. */
function toProbeRule(rule: HttpRouteRule, served: ServedApp, track: Track, key: string): HttpRouteRule {
  const names = serviceNames(served);
  const {
    name,
    backendRefs: _refs,
    filters = [],
    sessionPersistence: _pins,
    ...rest
  } = rule as HttpRouteRule & { readonly sessionPersistence?: unknown };
  const like = refsOf(rule).find((ref) => ref.name === names.stable) as BackendRef;
  return {
    ...probeName(name, track),
    ...rest,
    matches: matchesOf(rule).map((match) => toProbeMatch(match, key)),
    filters: withProof(filters, track),
    backendRefs: [{ ...like, name: names.probe(track), weight: 1 }],
  };
}

/**
 * Probe rules for the app's own rules, one for each track.
 * @param own - each with stable among its backends
 */
export function renderProbeRules(
  served: ServedApp,
  own: readonly HttpRouteRule[],
  keyOf: (track: Track) => string,
): readonly HttpRouteRule[] {
  return own.flatMap((rule) => tracks.map((track) => toProbeRule(rule, served, track, keyOf(track))));
}
