import type {
  IngressRoute,
  RouteRule,
  ServiceRef,
} from "../../../../../components/core/routers/traefik/ingress-route";
import { besideRule, splitRule } from "../../../../../components/core/routers/traefik/rules";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import type { Around, RouteView } from "../../../../../components/core/routers/router";
import { settings as gatewaySettings } from "../gateway/any-route";

/** Settings of the IngressRoute `shop/shop`. */
export const settings = {
  ...gatewaySettings,
  traffic: { ...gatewaySettings.traffic, router: "traefik" as const },
};

/** Settings that name it as another owner's. */
export const shared = { ...settings, traffic: { ...settings.traffic, isShared: true } };

/** A Service with a weight. */
export const service = (name: string, weight?: number): ServiceRef => ({
  name,
  port: 80,
  ...(weight === undefined ? {} : { weight }),
});

/** A rule of another owner's for a path. */
export const ruleFor = (path: string, ...services: readonly ServiceRef[]): RouteRule => ({
  kind: "Rule",
  match: `Host(\`shop.example.org\`) && PathPrefix(\`${path}\`)`,
  services,
});

/** The rule for every request of the host, as a user has it. */
export const plainRule: RouteRule = {
  kind: "Rule",
  match: "Host(`shop.example.org`)",
  services: [service("shop")],
};

/** The app's rule at a weight, and those beside it, as the route writer leaves them. */
export function ownRules(weight: number, rule: RouteRule = plainRule): readonly RouteRule[] {
  const split = splitRule(rule, settings, weight);
  return [split, ...besideRule(split, "t", settings)];
}

/** An IngressRoute with these rules, as the API server returns it; one that the route writer was at. */
export function routeWith(
  routes: readonly RouteRule[] | undefined,
  annotations: Readonly<Record<string, string>> | undefined = { "sluice.dev/epoch": "4-a" },
): IngressRoute {
  return {
    metadata: {
      name: "shop",
      namespace: "shop",
      uid: "u",
      resourceVersion: "7",
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: routes === undefined ? {} : { routes },
  };
}

/** The view of a route of ours, or of an offered one. */
export function viewOf(
  route: IngressRoute,
  of: typeof settings = settings,
  around: readonly Around[] = [],
): RouteView {
  const reading = traefik.read(route, of, around);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
}
