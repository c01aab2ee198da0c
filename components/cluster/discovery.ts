import type { Cluster } from "./api";

/** A kind of objects that a cluster serves, in the version that it prefers. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  /** In the plural. */
  readonly resource: string;
  readonly kind: string;
}

/** Kubernetes from 1.26 on answers for all groups at once. */
const accept =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

interface Discovery {
  readonly kind?: string;
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly scope?: string;
        readonly responseKind?: { readonly kind?: string };
        readonly verbs?: readonly string[];
      }[];
    }[];
  }[];
}

/**
 * Kinds of objects in namespaces that can be listed, without those of the core group.
 * @returns undefined where the API server does not tell them at once
 */
export async function listServedKinds(cluster: Cluster): Promise<readonly ServedKind[] | undefined> {
  const found = await cluster.find<Discovery>("/apis", { accept });
  if (found?.kind !== "APIGroupDiscoveryList") return undefined;
  return (found.items ?? []).flatMap(({ metadata, versions = [] }) => {
    const group = metadata?.name ?? "";
    const seen = new Set<string>();
    return versions.flatMap(({ version, resources = [] }) =>
      resources.flatMap(({ resource, scope, responseKind, verbs = [] }) => {
        if (scope !== "Namespaced" || !verbs.includes("list") || seen.has(resource)) return [];
        seen.add(resource);
        return [{ group, version, resource, kind: responseKind?.kind ?? "" }];
      }),
    );
  });
}

/** Versions of each group that a cluster serves, the preferred one first. */
export type ServedGroups = ReadonlyMap<string, readonly string[]>;

interface GroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions?: readonly { readonly version: string }[];
  }[];
}

/** Groups that a cluster serves, without the core group. */
export async function listGroups(cluster: Cluster): Promise<ServedGroups> {
  const found = await cluster.find<GroupList>("/apis");
  return new Map(
    (found?.groups ?? []).map(({ name, versions = [] }) => [name, versions.map(({ version }) => version)]),
  );
}

/**
 * Whether a cluster serves a kind.
 * @param versions - of its group, as the cluster serves them
 */
export async function servesKind(
  cluster: Cluster,
  { group, resource }: Pick<ServedKind, "group" | "resource">,
  versions: readonly string[],
): Promise<boolean> {
  const lists = await Promise.all(
    versions.map(
      async (version) =>
        await cluster.find<{ readonly resources?: readonly { readonly name: string }[] }>(
          `/apis/${group}/${version}`,
        ),
    ),
  );
  return lists.some((found) => found?.resources?.some(({ name }) => name === resource) === true);
}
