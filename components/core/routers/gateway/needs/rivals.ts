import { describeOwner } from "../../../access/owner";
import type { RouteSettings } from "../../foreign-rules";
import type { RoutedKind } from "../../routed-kind";
import type { GatewayName } from "./gateway-name";
import { isApp, readConfigured } from "../rules/configured-rules";
import { gatewayGroup, rulesOf, refsOf } from "../http-route";
import type { HttpRoute } from "../http-route";
import { httpRoute, isProbeRule } from "../kinds";
import { fitsPath, matchesOf } from "../rules/matches";
import type { WrittenMatch } from "../rules/matches";
import { findOutranked } from "../rules/mirror-rules";
import { plain } from "../plain";

/** Another route of the same Gateway for the same host. */
export interface Rival {
  readonly host: string;
  readonly gateway: GatewayName;
  /** For people, e.g. `HTTPRoute shop/shop`. */
  readonly name: string;
  /** In brackets, or empty. */
  readonly owner: string;
  /** It takes all requests of the host before this app's route does. */
  readonly wins: boolean;
  /** Requests that it takes where it does not win, for people. */
  readonly takes: string;
  /** A mirror's rules would take requests from it that are told from the app's by a header or parameter. */
  readonly isOutranked: boolean;
}

/** Whether a route is attached to a Gateway, by its own word. */
export function isAttached(route: HttpRoute, gateway: GatewayName): boolean {
  return (route.spec.parentRefs ?? []).some(
    ({ group = gatewayGroup, kind = "Gateway", name, namespace, sectionName }) =>
      group === gatewayGroup &&
      kind === "Gateway" &&
      name === gateway.name &&
      (namespace ?? route.metadata.namespace) === gateway.namespace &&
      (sectionName === undefined || gateway.listener === undefined || sectionName === gateway.listener),
  );
}

/** Requests of the app: by its configured rules, or by those of a route of another owner. */
function ownMatches(own: HttpRoute | undefined, settings: RouteSettings): readonly WrittenMatch[] {
  if (!settings.traffic.isShared)
    return readConfigured(settings).flatMap((one) => (one.own === undefined ? [] : matchesOf(one.rule)));
  const rules = (own === undefined ? [] : rulesOf(own)).filter((rule) => !isProbeRule(rule));
  return rules.flatMap((rule) => (refsOf(rule).some((ref) => isApp(ref, settings)) ? matchesOf(rule) : []));
}

/** Whether a match is for a part of the requests of another one, which it gets since it says more. */
const isPart = (match: WrittenMatch, of: WrittenMatch): boolean =>
  plain(match) !== plain(of) &&
  // Nobody tells which paths an expression fits.
  (match.path.type === "RegularExpression" || fitsPath(of, match.path.value)) &&
  (of.method === undefined || of.method === match.method);

/** Challenges of certificates come for a minute and take nothing from anybody. */
const isChallenge = ({ path }: WrittenMatch): boolean =>
  path.value.startsWith("/.well-known/acme-challenge/");

const pathOf = ({ path }: WrittenMatch): string => `${path.type === "Exact" ? "=" : ""}${path.value}`;

/** Older first; equal times are ordered by namespace and name. */
function isOlder(route: HttpRoute, own: HttpRoute | undefined): boolean {
  if (own === undefined) return true;
  const key = ({ metadata: { creationTimestamp = "", namespace, name } }: HttpRoute): string =>
    `${creationTimestamp} ${namespace}/${name}`;
  return key(route) < key(own);
}

/**
 * Other routes of the same Gateway for exactly this host: a less specific host never takes its requests.
 * @param kind - of the routes
 * @param ownKind - of the app's route
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec on precedence
 */
export function findRivals(
  kind: RoutedKind,
  routes: readonly HttpRoute[],
  own: HttpRoute | undefined,
  settings: RouteSettings,
  ownKind: RoutedKind = httpRoute,
): readonly Rival[] {
  const { namespace, traffic } = settings;
  const { host: only, hosts = [only], gateway: first, gateways = [first] } = traffic;
  const ours = ownMatches(own, settings);
  return routes.flatMap((route): Rival[] => {
    const { metadata, spec } = route;
    const isOwn = kind === ownKind && metadata.namespace === namespace && metadata.name === traffic.route;
    const named = (spec.hostnames ?? []).map((host) => host.toLowerCase());
    const host = hosts.find((one) => named.includes(one));
    const gateway = gateways.find((one) => isAttached(route, one));
    if (isOwn || host === undefined || gateway === undefined) return [];
    const taken = rulesOf(route)
      .flatMap(matchesOf)
      .filter((match) => !isChallenge(match));
    const all = taken.some((match) => ours.some((one) => plain(one) === plain(match)));
    const parts = [...new Set(taken.filter((match) => ours.some((one) => isPart(match, one))).map(pathOf))];
    if (!all && parts.length === 0) return [];
    return [
      {
        host,
        gateway,
        name: `${kind.kind} ${metadata.namespace}/${metadata.name}`,
        owner: describeOwner(metadata),
        wins: all && isOlder(route, own),
        isOutranked: findOutranked([{ matches: ours }], rulesOf(route)) !== undefined,
        takes:
          parts.length === 0
            ? "gets no request, since this app's route is older"
            : `takes requests from this app's route: ${parts.slice(0, 5).join(", ")}`,
      },
    ];
  });
}
