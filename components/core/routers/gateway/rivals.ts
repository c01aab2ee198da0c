import { describeOwner } from "../../access/owner";
import type { RouteSettings } from "../foreign-rules";
import type { RoutedKind } from "../routed-kind";
import { gatewayGroup } from "./http-route";
import type { HttpRoute, RouteMatch } from "./http-route";

/** Another route of the same Gateway for the same host. */
export interface Rival {
  /** For people, e.g. `HTTPRoute shop/shop`. */
  readonly name: string;
  /** In brackets, or empty. */
  readonly owner: string;
  /** It takes all requests of the host before this app's route does. */
  readonly wins: boolean;
  /** Requests that it takes where it does not win, for people. */
  readonly takes: string;
}

function isAttached(route: HttpRoute, { gateway }: RouteSettings["traffic"]): boolean {
  return (route.spec.parentRefs ?? []).some(
    ({ group = gatewayGroup, kind = "Gateway", name, namespace, sectionName }) =>
      group === gatewayGroup &&
      kind === "Gateway" &&
      name === gateway.name &&
      (namespace ?? route.metadata.namespace) === gateway.namespace &&
      (sectionName === undefined || gateway.listener === undefined || sectionName === gateway.listener),
  );
}

/** Whether a match fits every request, as that of this app's route does: then the older route gets all of them. */
function fitsAll({ path, method, headers = [], queryParams = [] }: RouteMatch): boolean {
  const isRoot = (path?.type ?? "PathPrefix") === "PathPrefix" && (path?.value ?? "/") === "/";
  return isRoot && method === undefined && headers.length === 0 && queryParams.length === 0;
}

/** Challenges of certificates come for a minute and take nothing from anybody. */
const isChallenge = ({ path }: RouteMatch): boolean =>
  path?.value?.startsWith("/.well-known/acme-challenge/") ?? false;

const pathOf = ({ path }: RouteMatch): string => `${path?.type === "Exact" ? "=" : ""}${path?.value ?? "/"}`;

/** Older first; equal times are ordered by namespace and name. */
function isOlder(route: HttpRoute, own: HttpRoute | undefined): boolean {
  if (own === undefined) return true;
  const key = ({ metadata: { creationTimestamp = "", namespace, name } }: HttpRoute): string =>
    `${creationTimestamp} ${namespace}/${name}`;
  return key(route) < key(own);
}

/**
 * Other routes of the same Gateway for exactly this host: a less specific host never takes its requests.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec on precedence
 */
export function findRivals(
  kind: RoutedKind,
  routes: readonly HttpRoute[],
  own: HttpRoute | undefined,
  { namespace, traffic }: RouteSettings,
): readonly Rival[] {
  return routes.flatMap((route): Rival[] => {
    const { metadata, spec } = route;
    const isOwn = metadata.namespace === namespace && metadata.name === traffic.route;
    const hosts = (spec.hostnames ?? []).map((host) => host.toLowerCase());
    if (isOwn || !hosts.includes(traffic.host) || !isAttached(route, traffic)) return [];
    const matches = (spec.rules ?? []).flatMap((rule) => rule.matches ?? [{}]);
    const taken = matches.filter((match) => !isChallenge(match));
    if (taken.length === 0) return [];
    const all = taken.some(fitsAll);
    const parts = [...new Set(taken.filter((match) => !fitsAll(match)).map(pathOf))];
    return [
      {
        name: `${kind.kind} ${metadata.namespace}/${metadata.name}`,
        owner: describeOwner(metadata),
        wins: all && isOlder(route, own),
        takes:
          parts.length === 0
            ? "gets no request, since this app's route is older"
            : `takes requests from this app's route: ${parts.slice(0, 5).join(", ")}`,
      },
    ];
  });
}
