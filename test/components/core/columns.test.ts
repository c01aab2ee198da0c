import { alignColumns } from "../../../components/core/columns";

test("columns are as wide as their widest cell, and no line ends in spaces", () => {
  expect(
    alignColumns([
      ["wave", "who", ""],
      ["1", "shop", "all"],
      ["10", "a"],
    ]),
  ).toEqual(["wave  who", "1     shop  all", "10    a"]);
  expect(alignColumns([])).toEqual([]);
});
