import { istio } from "../../../../../components/core/routers/istio/istio";
import { probeRules, splitRule } from "../../../../../components/core/routers/istio/rules";
import type {
  HttpRule,
  RouteDestination,
  VirtualService,
} from "../../../../../components/core/routers/istio/virtual-service";
import type { Around, RouteView } from "../../../../../components/core/routers/router";
import { settings as gatewaySettings } from "../gateway/any-route";

/** Settings of the VirtualService `shop/shop`. */
export const settings = {
  ...gatewaySettings,
  traffic: { ...gatewaySettings.traffic, router: "istio" },
};

/** Settings that name it as somebody else's. */
export const shared = { ...settings, traffic: { ...settings.traffic, isShared: true } };

/** A destination with a weight. */
export const to = (host: string, weight?: number): RouteDestination => ({
  destination: { host, port: { number: 80 } },
  ...(weight === undefined ? {} : { weight }),
});

/** A rule of somebody else's for a path. */
export const ruleFor = (path: string, ...route: readonly RouteDestination[]): HttpRule => ({
  match: [{ uri: { prefix: path } }],
  route,
});

/** The rule for every request, as Sluice makes it. */
export const plainRule: HttpRule = { name: "shop", route: [to("shop")] };

/** Probe rules and the app's rule at a weight, as the route writer leaves them. */
export function ownRules(weight: number, rule: HttpRule = plainRule): readonly HttpRule[] {
  const split = splitRule(rule, settings, weight);
  return [...probeRules(split, "t", settings), split];
}

/** A VirtualService with these rules, as the API server returns it; one that the route writer was at. */
export function routeWith(
  http: readonly HttpRule[] | undefined,
  annotations: Readonly<Record<string, string>> = { "sluice.dev/epoch": "4-a" },
  more: Partial<VirtualService["spec"]> = {},
): VirtualService {
  return {
    metadata: {
      name: "shop",
      namespace: "shop",
      uid: "u",
      resourceVersion: "7",
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      hosts: ["shop.example.org"],
      gateways: ["gateway/sluice"],
      ...(http === undefined ? {} : { http }),
      ...more,
    },
  };
}

/** The view of a route of ours, or of an offered one. */
export function viewOf(
  route: VirtualService,
  of: typeof settings = settings,
  around: readonly Around[] = [],
): RouteView {
  const reading = istio.read(route, of, around);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
}
