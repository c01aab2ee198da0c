import { findLost } from "../../../../components/core/routers/find-lost";
import type { PatchOperation } from "../../../../components/core/routers/json-patch";

const rule = {
  backendRefs: [
    { name: "app-stable", weight: 95, group: "" },
    { name: "app-canary", weight: 5, group: "" },
  ],
};
const returned = { metadata: { annotations: { "a/b": "1" } }, spec: { rules: [rule] } };

test("findLost() finds nothing where all that was written is there, whatever else is", () => {
  expect(
    findLost(
      [
        { op: "test", path: "/spec/rules", value: [] },
        { op: "remove", path: "/spec/other" },
        { op: "add", path: "/spec/rules/0/backendRefs/0/weight", value: 95 },
        {
          op: "replace",
          path: "/spec/rules/0",
          value: { backendRefs: [{ name: "app-stable" }, { weight: 5 }] },
        },
        {
          op: "add",
          path: "/spec/rules/-",
          value: { backendRefs: [{ weight: 95 }, { name: "app-canary" }] },
        },
        { op: "add", path: "/metadata/annotations/a~1b", value: "1" },
      ],
      returned,
    ),
  ).toEqual([]);
});

test.each<[string, string, unknown, string[]]>([
  [
    "a field of another channel",
    "/spec/rules/0",
    { retry: { attempts: 2 } },
    ["/spec/rules/0/retry/attempts"],
  ],
  [
    "a value that was changed",
    "/spec/rules/0/backendRefs/1/weight",
    20,
    ["/spec/rules/0/backendRefs/1/weight"],
  ],
  ["a list that is shorter", "/spec/rules/0/backendRefs", [{}, {}, {}], ["/spec/rules/0/backendRefs"]],
  ["a list that is none", "/spec/rules/0", { filters: [] }, ["/spec/rules/0/filters"]],
  ["a whole place", "/spec/gone/here", 1, ["/spec/gone/here"]],
  ["null", "/spec/rules/0/weight", null, ["/spec/rules/0/weight"]],
])("findLost() names %s", (_name, path, value, lost) => {
  expect(findLost([{ op: "add", path, value }], returned)).toEqual(lost);
});

const rules = [{ name: "probe" }, { name: "beside" }, { name: "own", route: [{ weight: 80 }] }];

test.each<[string, PatchOperation, string, number, string[]]>([
  ["a rule in front", { op: "add", path: "/spec/http/1", value: { name: "beside" } }, "1", 80, []],
  ["a rule of before", { op: "remove", path: "/spec/http/0" }, "3", 80, []],
  [
    "a rule behind",
    { op: "add", path: "/spec/http/3", value: { name: "next" } },
    "2",
    80,
    ["/spec/http/3/name"],
  ],
  ["no rule behind any more", { op: "remove", path: "/spec/http/3" }, "2", 80, []],
  [
    "a lost weight all the same",
    { op: "remove", path: "/spec/http/0" },
    "3",
    50,
    ["/spec/http/3/route/0/weight"],
  ],
  ["its own rule, which goes", { op: "remove", path: "/spec/http/2" }, "2", 50, []],
  [
    "rules of another list",
    { op: "add", path: "/spec/tls/0", value: { name: "tls" } },
    "2",
    80,
    ["/spec/tls/0/name"],
  ],
  ["an annotation", { op: "remove", path: "/metadata/annotations/a~1b" }, "2", 80, []],
])("findLost() follows a weight past %s", (_name, later, index, weight, lost) => {
  const write: PatchOperation = { op: "replace", path: `/spec/http/${index}/route/0/weight`, value: weight };
  expect(findLost([write, later], { spec: { http: rules } })).toEqual(lost);
});

test("findLost() does not look for what is left out", () => {
  expect(findLost([{ op: "add", path: "/spec", value: { rules: undefined } }], returned)).toEqual([]);
});
