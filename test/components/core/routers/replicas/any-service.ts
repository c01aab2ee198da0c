import { replicas } from "../../../../../components/core/routers/replicas/replicas";
import { routerLabel, selectorOf } from "../../../../../components/core/routers/replicas/service";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import type { Around, RouteView } from "../../../../../components/core/routers/router";
import { settings as gatewaySettings } from "../gateway/any-route";

/** Settings of the Service `shop/shop`. */
export const settings = {
  ...gatewaySettings,
  traffic: { ...gatewaySettings.traffic, router: "replicas" as const },
};

/** The app's Service, with any selector; without annotations it is as Pulumi made it. */
export const serviceOf = (
  selector: Readonly<Record<string, string>> | undefined,
  annotations?: Readonly<Record<string, string>>,
): RouterObject => ({
  metadata: {
    name: "shop",
    namespace: "shop",
    uid: "u",
    resourceVersion: "7",
    labels: { "app.kubernetes.io/name": "shop", [routerLabel]: "replicas" },
    ...(annotations === undefined ? {} : { annotations }),
  },
  spec: { ports: [{ port: 80 }], ...(selector === undefined ? {} : { selector }) },
});

/** The Service at a weight, as the route writer leaves it. */
export const serviceAt = (weight: number, more: Readonly<Record<string, string>> = {}): RouterObject =>
  serviceOf(selectorOf("shop", weight), {
    "sluice.dev/epoch": "4-a",
    "sluice.dev/weight": String(weight),
    ...more,
  });

/** The view of the Service. */
export function viewOf(object: RouterObject, around: readonly Around[] = []): RouteView {
  const reading = replicas.read(object, settings, around);
  if (reading.kind !== "ours") throw new Error(reading.kind);
  return reading.view;
}
