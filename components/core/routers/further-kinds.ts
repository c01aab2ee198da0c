import { streamRoutes } from "./gateway/kinds";
import type { RoutedKind, RouterObject, Split, Target } from "./routed-kind";

interface ProxyService {
  readonly name: string;
  /** @default 0 */
  readonly weight?: number;
  readonly mirror?: boolean;
}

interface ProxySpec {
  readonly routes?: readonly { readonly services?: readonly ProxyService[] }[];
  readonly tcpproxy?: { readonly services?: readonly ProxyService[] };
}

/** Services of a rule: without any weight they share evenly, and copies of no weight are of all requests. */
function toTargets(services: readonly ProxyService[], pointer: string): Target[] {
  const asked = services.filter(({ mirror }) => mirror !== true);
  const sum = asked.reduce((total, { weight = 0 }) => total + weight, 0);
  return services.map(({ name: service, weight = 0, mirror }, at) => {
    const place = `${pointer}/services/${at}`;
    const target = { service, pointer: `${place}/name` };
    if (mirror === true) return { ...target, share: weight === 0 ? 100 : weight, copies: place };
    return { ...target, share: sum === 0 ? 100 / asked.length : (100 * weight) / sum };
  });
}

/**
 * HTTPProxy of Contour.
 * @see https://github.com/projectcontour/contour/blob/v1.33.8/apis/projectcontour/v1/httpproxy.go
 */
const httpProxy: RoutedKind = {
  kind: "HTTPProxy",
  group: "projectcontour.io",
  version: "v1",
  resource: "httpproxies",
  field: "routes",
  split: ({ spec }: RouterObject) => {
    const { routes = [], tcpproxy } = (spec ?? {}) as ProxySpec;
    const toSplit = (at: string, pointer: string, services: readonly ProxyService[] = []): Split => ({
      at,
      pointer,
      probe: false,
      targets: toTargets(services, pointer),
    });
    return [
      ...routes.map(({ services }, nth) => toSplit(`spec.routes[${nth}]`, `/spec/routes/${nth}`, services)),
      toSplit("spec.tcpproxy", "/spec/tcpproxy", tcpproxy?.services),
    ];
  },
};

interface RouteTarget {
  /** @default "Service" */
  readonly kind?: string;
  readonly name: string;
  /** @default 100 */
  readonly weight?: number;
}

interface RouteSpec {
  readonly to?: RouteTarget;
  readonly alternateBackends?: readonly RouteTarget[];
}

/** Route of OpenShift: one rule, whose first Service stands apart from the others. */
const openShiftRoute: RoutedKind = {
  kind: "Route",
  group: "route.openshift.io",
  version: "v1",
  resource: "routes",
  calledBy: "routes.route.openshift.io",
  field: "to",
  split: ({ spec }: RouterObject) => {
    const { to, alternateBackends = [] } = (spec ?? {}) as RouteSpec;
    const backends = [
      ...(to === undefined ? [] : [{ ...to, pointer: "/spec/to/name" }]),
      ...alternateBackends.map((one, nth) => ({ ...one, pointer: `/spec/alternateBackends/${nth}/name` })),
    ];
    const sum = backends.reduce((total, { weight = 100 }) => total + weight, 0);
    const targets = backends
      .filter(({ kind = "Service" }) => kind === "Service")
      .map(({ name: service, weight = 100, pointer }) => ({
        service,
        share: sum === 0 ? 0 : (100 * weight) / sum,
        pointer,
      }));
    return [{ at: "spec", pointer: "/spec", probe: false, targets }];
  },
};

/**
 * Kinds by which no router of Sluice splits, and proxies of others may send to the canary all the same: they are looked
 * through where the cluster serves them.
 */
export const furtherKinds: readonly RoutedKind[] = [...streamRoutes, httpProxy, openShiftRoute];
