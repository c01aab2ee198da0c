import { judgeLive } from "../../../../../components/core/workload/from/judge-live";
import { readTargets } from "../../../../../components/core/workload/from/services/keep-targets";
import { checkPatches } from "../../../../../components/core/workload/from/rendering/patches";
import { resolveTarget } from "../../../../../components/core/workload/from/services/resolve-target";
import { container, deployment, object, service } from "./set";

const map = (name: string, data: Record<string, string>) => object("v1", "ConfigMap", name, { data });

test("checkPatches() says which object each patch is for", () => {
  const patches = [{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "shop" } }, map("a.b", {})];
  expect(checkPatches(patches, [deployment(), map("a.b", {})])).toEqual({
    targets: [
      { group: "apps", version: "v1", kind: "Deployment", name: "shop" },
      { version: "v1", kind: "ConfigMap", name: "a\\.b" },
    ],
  });
});

test.each([
  {
    name: "no mapping",
    patch: "text",
    says: "sluice:app.patch[0] must have apiVersion, kind and metadata.name of the object that it changes: got less",
  },
  { name: "no name", patch: { apiVersion: "v1", kind: "Service" }, says: "got less" },
  { name: "no kind", patch: { apiVersion: "v1", metadata: { name: "a" } }, says: "got less" },
  { name: "no version", patch: { kind: "Service", metadata: { name: "a" } }, says: "got less" },
  {
    name: "an object that is not there",
    patch: map("web", {}),
    says: "must be for an object of the set: got ConfigMap web (v1); of this kind it has none",
  },
  {
    name: "another name",
    patch: service("web"),
    says: "got Service web (v1); of this kind it has shop (v1)",
  },
  {
    name: "another version",
    patch: object("apps/v2", "Deployment", "shop"),
    says: "of this kind it has shop (apps/v1)",
  },
])("checkPatches() refuses $name", ({ patch, says }) => {
  const result = checkPatches([patch], [deployment(), service("shop")]) as { problems: { text: string }[] };
  expect(result.problems).toEqual([
    expect.objectContaining({ text: expect.stringContaining(says) as string }),
  ]);
});

const pods = (...ports: { name?: string; containerPort: number }[]) => ({
  spec: { containers: [container({ ports })] },
});

test.each([
  {
    name: "the same name",
    target: "http",
    next: pods({ name: "http", containerPort: 2 }),
    before: pods({ name: "http", containerPort: 1 }),
    want: "http",
  },
  {
    name: "a number that moved under one name",
    target: 2,
    next: pods({ name: "http", containerPort: 2 }),
    before: pods({ name: "http", containerPort: 1 }),
    want: "http",
  },
  {
    name: "a name that changed over one number",
    target: "web",
    next: pods({ name: "web", containerPort: 1 }),
    before: pods({ name: "http", containerPort: 1 }),
    want: 1,
  },
  {
    name: "the same number without a name",
    target: 1,
    next: pods({ containerPort: 1 }),
    before: pods({ containerPort: 1 }),
    want: 1,
  },
  {
    name: "a port that moved to another container",
    target: "http",
    next: pods({ name: "http", containerPort: 1 }),
    before: { spec: { containers: [{ name: "proxy", ports: [{ name: "http", containerPort: 1 }] }] } },
    want: "http",
  },
  {
    name: "name and number changed",
    target: "web",
    next: pods({ name: "web", containerPort: 2 }),
    before: pods({ name: "http", containerPort: 1 }),
    want: undefined,
  },
  {
    name: "a number alone changed",
    target: 2,
    next: pods({ containerPort: 2 }),
    before: pods({ containerPort: 1 }),
    want: undefined,
  },
  {
    name: "no such port",
    target: "web",
    next: pods({ name: "http", containerPort: 1 }),
    before: pods({ name: "web", containerPort: 1 }),
    want: undefined,
  },
  {
    name: "a live target of the same port, while its pods are replaced",
    target: "web",
    live: 1,
    next: pods({ name: "web", containerPort: 1 }),
    before: pods({ name: "web", containerPort: 1 }),
    want: 1,
  },
  {
    name: "a live target of another port",
    target: "web",
    live: 2,
    next: pods({ name: "web", containerPort: 1 }, { containerPort: 2 }),
    before: pods({ name: "web", containerPort: 1 }, { containerPort: 2 }),
    want: "web",
  },
])("resolveTarget() leads to both revisions: $name", ({ target, next, before, live, want }) => {
  expect(resolveTarget(target, next, before, live)).toBe(want);
});

test("readTargets() tells the live targets of Services by the names of their ports", () => {
  const ports = [
    { name: "http", port: 80, targetPort: "web" },
    { port: 81, targetPort: 9 },
    { name: "bare", port: 82 },
  ];
  expect(readTargets([service("shop", { ports }), map("shop", {})])).toEqual({
    shop: { http: "web", 81: 9 },
  });
});

const meta = (more: object) => ({ name: "a", namespace: "prod", uid: "u", resourceVersion: "1", ...more });
const served = {
  ConfigMap: { plural: "configmaps", isNamespaced: true },
  Wide: { plural: "wides", isNamespaced: false },
};

test.each([
  { name: "an object that does not exist", one: { object: map("a", {}), served }, says: [] },
  {
    name: "Sluice's own",
    one: { object: map("a", {}), served, live: meta({ managedFields: [{}, { manager: "sluice-base" }] }) },
    says: [],
  },
  { name: "an object that could not be looked at", one: { object: map("a", {}) }, says: [] },
  {
    name: "another owner's",
    one: {
      object: map("a", {}),
      served,
      live: meta({ annotations: { "meta.helm.sh/release-name": "shop" } }),
    },
    says: [
      "ConfigMap a must be Sluice's or not exist yet: got one of another owner (owned by Helm release shop)",
    ],
  },
  {
    name: "a kind of the whole cluster",
    one: { object: object("v1", "Wide", "a"), served },
    says: ["Wide a must be in a namespace: got a kind of the whole cluster"],
  },
  {
    name: "a kind that its version lacks",
    one: { object: object("v1", "Odd", "a"), served },
    says: ["kind of Odd a must be one that the cluster has: got v1, which it does not serve"],
  },
  {
    name: "a version that is not there",
    one: { object: object("example.org/v1", "Odd", "a"), served: undefined },
    says: ["kind of Odd a must be one that the cluster has: got example.org/v1, which it does not serve"],
  },
])("judgeLive() on $name", ({ one, says }) => {
  expect(judgeLive([one], "sluice-base").map(({ text }) => text)).toEqual(says);
});
