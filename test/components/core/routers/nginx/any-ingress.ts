import { ingress } from "../../../../../components/core/routers/ingress";
import { nginx } from "../../../../../components/core/routers/nginx/nginx";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import type { Around, RouteView } from "../../../../../components/core/routers/router";
import { settings as gatewaySettings } from "../gateway/any-route";

/** Settings of the pair of Ingresses `shop/shop` and `shop/shop-canary`. */
export const settings = {
  ...gatewaySettings,
  traffic: { ...gatewaySettings.traffic, router: "nginx" as const, propagationSeconds: 5 },
};

const prefix = "nginx.ingress.kubernetes.io/";

/** Annotations of ingress-nginx by their short names. */
export const noted = (notes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(notes).map(([name, value]) => [`${prefix}${name}`, value]));

/** An Ingress that leads to one Service. */
export function ingressTo(
  service: string,
  name: string,
  annotations: Readonly<Record<string, string>> = {},
  host = "shop.example.org",
): RouterObject {
  const backend = { service: { name: service, port: { number: 80 } } };
  const paths = [{ path: "/", pathType: "Prefix", backend }];
  return {
    metadata: { name, namespace: "shop", uid: name, resourceVersion: "7", annotations },
    spec: { rules: [{ host, http: { paths } }] },
  };
}

/** Stable's Ingress as it is declared. */
export const main = ingressTo("shop-stable", "shop");

/** The canary Ingress at a weight, as the route writer leaves it. */
export const canaryAt = (weight: number, more: Readonly<Record<string, string>> = {}): RouterObject =>
  ingressTo("shop-canary", "shop-canary", {
    ...noted({ canary: "true", "canary-weight": String(weight), "canary-weight-total": "100" }),
    "sluice.dev/epoch": "4-a",
    ...more,
  });

/** Objects of the namespace. */
export const around = (...objects: readonly RouterObject[]): readonly Around[] => [
  { kind: ingress, objects, place: "ingresses of namespace shop" },
];

/** The view of the canary Ingress. */
export function viewOf(object: RouterObject, others: readonly Around[] = around(main, object)): RouteView {
  const reading = nginx.read(object, settings, others);
  if (reading.kind !== "ours") throw new Error(reading.kind);
  return reading.view;
}
