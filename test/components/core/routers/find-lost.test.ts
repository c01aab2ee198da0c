import { findLost } from "../../../../components/core/routers/find-lost";

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

test("findLost() does not look for what is left out", () => {
  expect(findLost([{ op: "add", path: "/spec", value: { rules: undefined } }], returned)).toEqual([]);
});
