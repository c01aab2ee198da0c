import { namespacesOf, toSpaceObjects } from "../../../../components/core/access/environment-space";

test("an environment has one namespace, one per branch where it has branches", () => {
  expect(namespacesOf({ namespace: "prod" })).toEqual(["prod"]);
  expect(namespacesOf({ namespace: "preview", branches: ["search", "fix-12"] })).toEqual([
    "preview-search",
    "preview-fix-12",
  ]);
  expect(namespacesOf({ namespace: "preview", branches: [] })).toEqual([]);
});

test("without bounds there is the namespace alone", () => {
  expect(toSpaceObjects({ namespace: "dev" }, "dev")).toEqual({
    namespace: { metadata: { name: "dev", labels: { "app.kubernetes.io/managed-by": "sluice" } } },
  });
});

test("a standard, a quota and a network policy are of each namespace", () => {
  const space = {
    namespace: "preview",
    branches: ["search"],
    podSecurity: "restricted",
    quota: { "requests.cpu": "2", pods: "20" },
    network: { from: ["gateway"] },
  } as const;
  const { namespace, quota, network } = toSpaceObjects(space, "preview-search");
  expect(namespace.metadata).toMatchObject({
    name: "preview-search",
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  });
  expect(quota).toEqual({
    metadata: { name: "sluice-environment", namespace: "preview-search" },
    spec: { hard: { "requests.cpu": "2", pods: "20" } },
  });
  expect(network?.spec).toEqual({
    // Pods of the tracks have a policy each, which says more closely which ports are open.
    podSelector: { matchExpressions: [{ key: "sluice.dev/track", operator: "DoesNotExist" }] },
    policyTypes: ["Ingress"],
    ingress: [
      {
        from: [
          { podSelector: {} },
          { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateway" } } },
        ],
      },
    ],
  });
});
