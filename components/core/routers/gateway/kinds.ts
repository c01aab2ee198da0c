import type { RoutedKind, RouterObject, Split, Target } from "../routed-kind";
import { gatewayGroup, isService, weightOf } from "./http-route";
import type { BackendRef, HttpRoute, HttpRouteRule, RouteFilter } from "./http-route";
import { probeHeader } from "./probe-header";

/** Value of Sluice's probe header that all requests of a rule carry; undefined where it matches others as well. */
export function findProbeKey({ matches = [] }: HttpRouteRule): string | undefined {
  const keys = matches.map(({ headers = [] }) =>
    headers.find(({ type = "Exact", name }) => type === "Exact" && name.toLowerCase() === probeHeader),
  );
  return keys.includes(undefined) ? undefined : keys[0]?.value;
}

/** Whether a rule matches only requests with Sluice's probe header. */
export const isProbeRule = (rule: HttpRouteRule): boolean => findProbeKey(rule) !== undefined;

const toTarget = (ref: BackendRef, share: number, pointer: string): Target => ({
  service: ref.name,
  ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
  share,
  pointer: `${pointer}/name`,
});

/**
 * Services that get copies by filters.
 * @param of - percent of the rule's requests that pass them
 */
function copied(filters: readonly RouteFilter[], pointer: string, of: number): Target[] {
  return filters.flatMap(({ requestMirror = {} }, index) => {
    const { backendRef: ref, percent = 100, fraction } = requestMirror;
    if (ref === undefined || !isService(ref)) return [];
    const { numerator, denominator = 100 } = fraction ?? { numerator: percent };
    const at = `${pointer}/filters/${index}`;
    return [
      { ...toTarget(ref, (of * numerator) / denominator, `${at}/requestMirror/backendRef`), copies: at },
    ];
  });
}

function toSplit(rule: HttpRouteRule, index: number): Split {
  const pointer = `/spec/rules/${index}`;
  const { backendRefs = [], filters = [] } = rule;
  const sum = backendRefs.reduce((total, ref) => total + weightOf(ref), 0);
  const targets = backendRefs.flatMap((ref, at) => {
    const place = `${pointer}/backendRefs/${at}`;
    const share = sum === 0 ? 0 : (100 * weightOf(ref)) / sum;
    const own = isService(ref) ? [toTarget(ref, share, place)] : [];
    return [...own, ...copied(ref.filters ?? [], place, share)];
  });
  return {
    at: `spec.rules[${index}]`,
    pointer,
    probe: isProbeRule(rule),
    targets: [...copied(filters, pointer, 100), ...targets],
  };
}

const splitRules = (object: RouterObject): readonly Split[] =>
  ((object as HttpRoute).spec.rules ?? []).map(toSplit);

const kind = (name: string, resource: string): RoutedKind => ({
  kind: name,
  group: gatewayGroup,
  version: "v1",
  resource,
  field: "rules",
  split: splitRules,
});

/** Routes of HTTP requests. */
export const httpRoute = kind("HTTPRoute", "httproutes");

/** Routes of gRPC calls. */
export const grpcRoute = kind("GRPCRoute", "grpcroutes");

/** Routes of connections and datagrams, whatever they carry. */
export const streamRoutes: readonly RoutedKind[] = [
  kind("TCPRoute", "tcproutes"),
  kind("TLSRoute", "tlsroutes"),
  kind("UDPRoute", "udproutes"),
];
