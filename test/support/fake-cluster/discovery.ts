import { servedKinds } from "./kinds";

/** Answer of the API server to the question which kinds it has, all groups at once. */
export function discover(): unknown {
  const groups = new Map<string, { version: string; resources: unknown[] }>();
  for (const { apiVersion, plural, served } of servedKinds()) {
    const [group = "", version] = apiVersion.split("/");
    if (version === undefined) continue;
    const entry = groups.get(group) ?? { version, resources: [] };
    groups.set(group, entry);
    entry.resources.push({
      resource: plural,
      responseKind: { group, version, kind: served.kind },
      scope: served.isNamespaced ? "Namespaced" : "Cluster",
      verbs: ["get", "list", "create", "patch", "delete"],
    });
  }
  const items = [...groups].map(([name, version]) => ({ metadata: { name }, versions: [version] }));
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", items };
}

/** Answer to the question which kinds a group's version has; undefined where it is not served. */
export function listResources(path: string): unknown {
  const [, version = ""] = /^\/(?:api|apis)\/(v1|[^/]+\/[^/]+)$/.exec(path) ?? [];
  const resources = servedKinds()
    .filter(({ apiVersion }) => apiVersion === version)
    .map(({ plural, served }) => ({ name: plural, kind: served.kind, namespaced: served.isNamespaced }));
  return resources.length === 0
    ? undefined
    : { kind: "APIResourceList", apiVersion: "v1", groupVersion: version, resources };
}

/** Answer to the question which groups there are, each with its versions. */
export function listGroups(): unknown {
  const versions = new Map<string, Set<string>>();
  for (const { apiVersion } of servedKinds()) {
    const [group = "", version] = apiVersion.split("/");
    if (version !== undefined) versions.set(group, (versions.get(group) ?? new Set()).add(version));
  }
  const groups = [...versions].map(([name, served]) => ({
    name,
    versions: [...served].map((version) => ({ groupVersion: `${name}/${version}`, version })),
  }));
  return { kind: "APIGroupList", apiVersion: "v1", groups };
}
