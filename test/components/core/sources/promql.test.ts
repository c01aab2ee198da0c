import { matchPlaces, renderRange } from "../../../../components/core/sources/promql";

test.each([
  [60, "x{}[60s]"],
  [5.1, "x{}[6s]"],
  [0, "x{}[1s]"],
])("renderRange() of %d s", (rangeSeconds, expected) => {
  expect(renderRange("x{}", rangeSeconds)).toBe(expected);
});

test("matchPlaces() selects the chosen places and what has no such label, and all where all are wanted", () => {
  expect(matchPlaces({ places: { cluster: "prod.eu", zone: "*" } })).toBe(String.raw`,cluster=~"prod\\.eu|"`);
  expect(matchPlaces({})).toBe("");
});
