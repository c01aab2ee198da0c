import { valuesAt } from "../../../../components/core/checks/values-at";

const value = { a: { b: [{ id: 1, on: true }, { id: 2 }], "x.y/z": "dotted" }, none: null };

test.each([
  ["$", [value]],
  ["a.b[0].id", [1]],
  ["$.a.b[1].id", [2]],
  ["a.b[*].id", [1, 2]],
  ["a.b[*].on", [true]],
  ["a.b[id=2].id", [2]],
  ["a.b[on=true].id", [1]],
  ["a.b[id=3].id", []],
  ['a["x.y/z"]', ["dotted"]],
  ["none", [null]],
  ["none.deeper", []],
  ["a.c", []],
  ["a[*]", []],
  ["a.b[5]", []],
])("valuesAt(%j)", (path, found) => {
  expect(valuesAt(value, path)).toEqual(found);
});

test("valuesAt() of nothing is nothing", () => {
  expect(valuesAt(undefined, "$")).toEqual([]);
});
