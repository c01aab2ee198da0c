import { declarePlatform } from "../../infra/platform";
import { readPlatform } from "../../stacks/platform";
import { findRegistered, runWithMocks } from "../support/pulumi-mocks";

const text = `config:
  sluice:cluster: { context: prod-eu, uid: 5e0a34c2 }
  sluice:environments:
    - { namespace: prod, podSecurity: restricted }
    - { namespace: preview, branches: [search, fix-12], quota: { requests.cpu: 2 }, network: {} }
  sluice:access:
    - { namespace: preview, releasers: ["group:dev"] }
    - { namespace: other, releasers: ["group:dev"] }
`;

test("declarePlatform() makes the namespaces of environments, and roles in each of them", async () => {
  const { registered: all } = await runWithMocks("platform", () =>
    declarePlatform(readPlatform("Pulumi.platform.yaml", text)),
  );
  const named = (type: string) =>
    all.flatMap((one) => (one.type.endsWith(`:${type}`) ? [one.name] : [])).toSorted();
  expect(named("Namespace")).toEqual(["preview-fix-12", "preview-search", "prod", "sluice-platform"]);
  expect(named("ResourceQuota")).toEqual(["preview-fix-12", "preview-search"]);
  expect(named("NetworkPolicy")).toEqual(["preview-fix-12", "preview-search"]);
  expect(findRegistered(all, "ResourceQuota", "preview-search").inputs).toMatchObject({
    metadata: { namespace: "preview-search" },
    spec: { hard: { "requests.cpu": "2" } },
  });
  expect(named("Role").filter((name) => name.endsWith("-releaser"))).toEqual([
    "other-releaser",
    "preview-fix-12-releaser",
    "preview-search-releaser",
  ]);
  expect(findRegistered(all, "RoleBinding", "preview-search-releaser").inputs).toMatchObject({
    metadata: { namespace: "preview-search" },
    subjects: [{ name: "dev" }],
  });
});
