import type { RouteSettings } from "../../foreign-rules";
import { itemsOf } from "../../need";
import type { Found } from "../../need";
import { gatewayPath } from "./gateway-name";
import { gatewayGroup } from "../http-route";

interface GatewayObject {
  readonly spec?: { readonly gatewayClassName?: string };
}

/** A GatewayClass, as far as it is read here. */
export interface GatewayClass {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly controllerName?: string };
  readonly status?: { readonly supportedFeatures?: readonly { readonly name?: string }[] };
}

/** Paths of the classes, and of the Gateways that the configuration names. */
export function classPaths({ traffic: { gateway, gateways = [gateway] } }: RouteSettings): readonly string[] {
  return [`/apis/${gatewayGroup}/v1/gatewayclasses`, ...gateways.map(gatewayPath)];
}

/**
 * The class of each Gateway; undefined for one that may not be read or has none.
 * @param found - one for each of the paths
 */
export function findClasses([classes, ...gateways]: readonly Found[]): readonly (GatewayClass | undefined)[] {
  const all = itemsOf<GatewayClass>(classes) ?? [];
  return gateways.map((one) => {
    if (one.kind !== "found") return undefined;
    const { gatewayClassName } = (one.object as GatewayObject).spec ?? {};
    return all.find(({ metadata }) => metadata.name === gatewayClassName);
  });
}
