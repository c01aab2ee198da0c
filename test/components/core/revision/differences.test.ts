import { listDifferences } from "../../../../components/core/revision/differences";
import type { HashedRevision, JsonObject } from "../../../../components/core/revision/revision";

const of = (
  app: JsonObject,
  {
    spec = {},
    metadata = {},
    configuration = [],
  }: {
    spec?: JsonObject;
    metadata?: JsonObject;
    configuration?: HashedRevision["configuration"];
  } = {},
): HashedRevision => ({
  template: { metadata, spec: { containers: [{ name: "web", ...app }], ...spec } },
  container: "web",
  configuration,
});

const ref = (name: string, hash: string, keys: Record<string, string> = {}) =>
  ({ kind: "ConfigMap", name, hash, keys }) as const;

const env = (...entries: readonly (readonly [string, string])[]) => ({
  env: entries.map(([name, value]) => ({ name, value })),
});

test.each([
  ["nothing", of({}), of({}), []],
  ["the image first", of({ image: "a", args: ["x"] }), of({ image: "b" }), ["image", "args"]],
  [
    "variables by name",
    of(env(["A", "1"], ["B", "1"])),
    of(env(["A", "2"], ["C", "1"])),
    ["env A", "env B", "env C"],
  ],
  ["resources", of({ resources: { limits: { cpu: "1" } } }), of({}), ["resources"]],
  [
    "nothing where only the notation differs",
    of({ resources: { limits: { cpu: "1" } } }),
    of({ resources: { limits: { cpu: "1000m" } } }),
    [],
  ],
  [
    "another container",
    of({}, { spec: { initContainers: [{ name: "side", image: "a", ...env(["A", "1"]) }] } }),
    of({}, { spec: { initContainers: [{ name: "side", image: "b" }, { name: "new" }] } }),
    ["image of container side", "env A of container side", "container new is new"],
  ],
  [
    "a container that is gone",
    of({}, { spec: { initContainers: [{ name: "side" }] } }),
    of({}),
    ["container side is gone"],
  ],
  [
    "configuration by key",
    of(
      {},
      {
        configuration: [
          ref("site", "1", { "nginx.conf": "1", other: "1" }),
          ref("old", "1"),
          ref("same", "1"),
        ],
      },
    ),
    of(
      {},
      {
        configuration: [
          ref("site", "2", { "nginx.conf": "2", other: "1" }),
          ref("new", "1"),
          ref("same", "1"),
        ],
      },
    ),
    ["config site/nginx.conf", "config old is gone", "config new is new"],
  ],
  [
    "configuration whose keys are the same",
    of({}, { configuration: [ref("site", "1")] }),
    of({}, { configuration: [ref("site", "2")] }),
    ["config site"],
  ],
  [
    "labels and annotations by name",
    of({}, { metadata: { labels: { a: "1" }, annotations: { b: "1" } } }),
    of({}, { metadata: { labels: { a: "2" } } }),
    ["label a", "annotation b"],
  ],
  ["fields of the pod", of({}, { spec: { serviceAccountName: "a" } }), of({}), ["serviceAccountName"]],
])("listDifferences() names %s", (_name, before, after, names) => {
  expect(listDifferences(before, after)).toEqual(names);
});

test("a template without containers is as good as one without changes", () => {
  const empty: HashedRevision = { template: {}, container: "web", configuration: [] };
  expect(listDifferences(empty, empty)).toEqual([]);
});

test("an item without a name is compared with those like it", () => {
  expect(listDifferences(of({ env: [{ value: "1" }] }), of({ env: [{ value: "2" }] }))).toEqual(["env "]);
});

test("a value is never named", () => {
  const names = listDifferences(of(env(["PASSWORD", "hunter2"])), of(env(["PASSWORD", "hunter3"])));
  expect(names.join()).not.toContain("hunter");
});
