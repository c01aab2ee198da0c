import type { JsonObject } from "../revision/revision";

/** Gateway of a name, or of `<namespace>/<name>`. */
export function toGateway(written: string): JsonObject {
  const [first, second] = written.split("/") as [string, string?];
  return second === undefined ? { name: first } : { name: second, namespace: first };
}

/** `sluice:traffic.gateway`, or `gateways` where there are several; no key where there is none. */
export function gatewayKeys(gateways: readonly JsonObject[]): JsonObject {
  const [gateway, ...further] = gateways;
  if (gateway === undefined) return {};
  return further.length === 0 ? { gateway } : { gateways };
}
