import { findMissing } from "../../../../components/core/revision/find-missing";
import type { Json } from "../../../../components/core/revision/revision";

const cases: readonly (readonly [string, Json, Json | undefined, readonly string[]])[] = [
  ["nothing expected", null, undefined, []],
  ["a value that is there", { a: 1 }, { a: 1, b: 2 }, []],
  ["another value", { a: 1 }, { a: 2 }, ["a"]],
  ["a value that is gone", { a: { b: 1 } }, {}, ["a.b"]],
  ["a text where an object was", { a: { b: 1 } }, { a: "b" }, ["a.b"]],
  [
    "an injected container",
    { containers: [{ name: "app" }] },
    { containers: [{ name: "proxy" }, { name: "app" }] },
    [],
  ],
  [
    "another image",
    { containers: [{ name: "app", image: "a" }] },
    { containers: [{ name: "app", image: "b" }] },
    ["containers[app].image"],
  ],
  ["a container that is gone", { containers: [{ name: "app" }] }, { containers: [] }, ["containers[app]"]],
  ["no list where one was", { containers: [{ name: "app" }] }, {}, ["containers[app]"]],
  ["a quantity in another notation", { requests: { cpu: 0.5 } }, { requests: { cpu: "500m" } }, []],
  ["another quantity", { requests: { cpu: "1" } }, { requests: { cpu: "2" } }, ["requests.cpu"]],
  ["what is no quantity", { requests: { cpu: "max", a: true } }, { requests: { cpu: "max", a: true } }, []],
  ["a quantity that is gone", { requests: { cpu: "1" } }, { requests: {} }, ["requests.cpu"]],
  ["texts of a list", { args: ["a", "b"] }, { args: ["a", "b", "c"] }, []],
  ["a text that is gone from a list", { args: ["a", "b"] }, { args: ["a"] }, ["args[1]"]],
  [
    "an item without a name",
    { sources: [{ secret: { optional: true } }] },
    { sources: [{ secret: { optional: true } }] },
    [],
  ],
  [
    "an item without a name that differs",
    { sources: [{ secret: { optional: true } }] },
    { sources: [{ secret: {} }] },
    ["sources[0]"],
  ],
  ["a port that is gone", { ports: [{ containerPort: 80 }] }, { ports: [] }, ["ports[80]"]],
  ["an object without fields", { emptyDir: {} }, { emptyDir: {} }, []],
  ["no object without fields", { emptyDir: {} }, {}, ["emptyDir"]],
  ["a null", { a: null }, {}, []],
];

test.each(cases)("findMissing() of %s", (_name, expected, live, paths) => {
  expect(findMissing(expected, live)).toEqual(paths);
});
