import { flattenLists } from "../../../../../components/core/workload/from/flatten-lists";

const map = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

test("flattenLists() takes Lists apart, Lists in Lists among them, and leaves out empty documents", () => {
  const inner = { apiVersion: "v1", kind: "List", items: [map("b"), null] };
  expect(
    flattenLists([map("a"), null, { apiVersion: "v1", kind: "List", items: [inner, map("c")] }]),
  ).toEqual({
    objects: [map("a"), map("b"), map("c")],
    problems: [],
  });
});

test("flattenLists() takes kind and version of a typed list for items that have none", () => {
  const list = { apiVersion: "v1", kind: "ConfigMapList", items: [{ metadata: { name: "a" } }] };
  expect(flattenLists([list]).objects).toEqual([map("a")]);
});

test("flattenLists() keeps an object whose kind only ends like a list", () => {
  const object = { apiVersion: "example.org/v1", kind: "AllowList", metadata: { name: "a" } };
  expect(flattenLists([object]).objects).toEqual([object]);
});

test("flattenLists() names every document that is no object, by its place", () => {
  const { objects, problems } = flattenLists([
    "text",
    { kind: "ConfigMapList", items: [{ metadata: { name: "a" } }] },
    { kind: "Service" },
    { metadata: { name: "x" } },
    { apiVersion: "batch/v1", kind: "Job", metadata: { generateName: "seed-" } },
  ]);
  expect(objects).toEqual([]);
  expect(problems.map(({ text }) => text)).toEqual([
    "document 1 must be a Kubernetes object: got string",
    "ConfigMap (document 2.items[0]) must have apiVersion: got none",
    "Service (document 3) must have apiVersion and metadata.name: got none",
    "document 4 must have apiVersion and kind: got none",
    "metadata.name of Job (document 5) must be set: got generateName seed-, another name in each run",
  ]);
});
