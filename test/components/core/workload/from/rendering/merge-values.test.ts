import { mergeValues } from "../../../../../../components/core/workload/from/rendering/merge-values";

test("mergeValues() merges mappings and replaces everything else, as Helm does with files", () => {
  expect(mergeValues([{ a: { b: 1, c: [1] }, d: 1 }, { a: { c: [2], e: null }, d: { f: 1 } }, {}])).toEqual({
    a: { b: 1, c: [2], e: null },
    d: { f: 1 },
  });
  expect(mergeValues([])).toEqual({});
});
