import type { MatchRule } from "./check";
import type { KubernetesObject } from "../workloads/kubernetes-object";

/** Groups whose objects the API server once took under another group: `matchPolicy: Equivalent`, its default. */
const movedGroups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  extensions: {
    Deployment: "apps",
    DaemonSet: "apps",
    ReplicaSet: "apps",
    Ingress: "networking.k8s.io",
    NetworkPolicy: "networking.k8s.io",
  },
};

/** The resource's name in the API, e.g. `networkpolicies` for `NetworkPolicy`. */
export function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === "endpoints") return name;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

/** Whether a policy's rules are about this object, in whatever version it is written. */
export function matchesRules(rules: readonly MatchRule[], { apiVersion, kind }: KubernetesObject): boolean {
  const written = apiVersion.includes("/") ? (apiVersion.split("/")[0] as string) : "";
  const group = movedGroups[written]?.[kind] ?? written;
  const resource = pluralOf(kind);
  return rules.some(
    ({ apiGroups, resources }) =>
      (apiGroups.includes(group) || apiGroups.includes("*")) &&
      (resources.includes(resource) || resources.includes("*")),
  );
}
