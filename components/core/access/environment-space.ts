import { trackLabel } from "../settings";

/** Ground of an environment in a cluster: its namespaces and what holds in each. */
export interface EnvironmentSpace {
  /** Its namespace; of an environment per branch the beginning of each namespace's name. */
  readonly namespace: string;
  /** Branches that have an environment each. @default - it is one environment */
  readonly branches?: readonly string[] | undefined;
  /** Pod security standard that the API server demands. @default none */
  readonly podSecurity?: "baseline" | "restricted" | undefined;
  /** Most of each resource that all its pods and objects may take together, as in a ResourceQuota. @default no bounds */
  readonly quota?: Readonly<Record<string, string>> | undefined;
  /** Namespaces whose pods may connect to its pods, beside its own. @default - all may */
  readonly network?: { readonly from: readonly string[] } | undefined;
}

/** Names of an environment's namespaces: one, or one for each branch. */
export function namespacesOf({
  namespace,
  branches,
}: Pick<EnvironmentSpace, "namespace" | "branches">): readonly string[] {
  return branches === undefined ? [namespace] : branches.map((branch) => `${namespace}-${branch}`);
}

/** Name of the quota and of the network policy in each namespace. */
const objectName = "sluice-environment";

/**
 * Objects of one of an environment's namespaces. The network policy is not about pods of Sluice's tracks: policies add
 * up, and theirs say more closely which ports are open.
 * @param name - one of {@link namespacesOf}
 */
export function toSpaceObjects({ podSecurity, quota, network }: EnvironmentSpace, name: string) {
  const metadata = { name: objectName, namespace: name };
  const level = "pod-security.kubernetes.io";
  return {
    namespace: {
      metadata: {
        name,
        labels: {
          "app.kubernetes.io/managed-by": "sluice",
          ...(podSecurity === undefined
            ? {}
            : { [`${level}/enforce`]: podSecurity, [`${level}/warn`]: podSecurity }),
        },
      },
    },
    ...(quota === undefined ? {} : { quota: { metadata, spec: { hard: quota } } }),
    ...(network === undefined
      ? {}
      : {
          network: {
            metadata,
            spec: {
              podSelector: { matchExpressions: [{ key: trackLabel, operator: "DoesNotExist" }] },
              policyTypes: ["Ingress"],
              ingress: [
                {
                  from: [
                    { podSelector: {} },
                    ...network.from.map((allowed) => ({
                      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": allowed } },
                    })),
                  ],
                },
              ],
            },
          },
        }),
  };
}
