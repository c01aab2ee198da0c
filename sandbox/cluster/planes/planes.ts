import { envoy } from "./envoy";
import { istio } from "./istio";
import { nginx } from "./nginx/nginx";
import type { DataPlane } from "./plane";
import { traefik } from "./traefik";

/** The proxies that a sandbox can have; the first one is the default. */
export const dataPlanes: readonly [DataPlane, ...DataPlane[]] = [traefik, nginx, envoy, istio];

/** Name of the default one. */
export const DEFAULT_ROUTER = dataPlanes[0].name;

/**
 * The data plane of that name.
 * @throws {RangeError} when there is none
 */
export function findDataPlane(name: string): DataPlane {
  const found = dataPlanes.find((plane) => plane.name === name);
  if (found !== undefined) return found;
  const names = dataPlanes.map((plane) => plane.name).join(", ");
  throw new RangeError(`Cannot start a sandbox: router must be one of ${names}: got "${name}"`);
}
