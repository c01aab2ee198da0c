import { given } from "../../given";
import type { Json, JsonObject } from "../../revision/revision";
import type { HostRules } from "./rules";

/** `<namespace>/<name>` of a Gateway, or its name alone. */
function toParent(gateway: string): JsonObject {
  const [first, second] = gateway.split("/") as [string, string | undefined];
  return second === undefined ? { name: first } : { name: second, namespace: first };
}

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
    spec: { parentRefs: [toParent(gateway)], hostnames: hosts, rules },
  };
}
