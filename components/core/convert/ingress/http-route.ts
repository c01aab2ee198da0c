import { given } from "../../given";
import type { Json, JsonObject } from "../../revision/revision";
import { toGateway } from "../gateways";
import type { HostRules } from "./rules";

/**
 * An HTTPRoute for hosts with the same rules.
 * @param hosts - in place of the group's, where these are none
 */
export function toHttpRoute(
  name: string,
  namespace: string | undefined,
  { hosts, rules }: HostRules,
  gateway = "gateway",
): JsonObject {
  const metadata: { [key: string]: Json } = { name, ...given("namespace", namespace) };
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata,
    spec: { parentRefs: [toGateway(gateway)], hostnames: hosts, rules },
  };
}
