import { slowSecondsOf, sourceNames, sources } from "../../../../components/core/sources/sources";

test("the first source is the default", () => {
  expect(sourceNames[0]).toBe("traefik");
});

test.each(sourceNames)("%s has usual bounds that ascend, the last of which is slow", (name) => {
  const { usualBoundsSeconds: bounds } = sources[name];
  expect(bounds.toSorted((a, b) => a - b)).toEqual(bounds);
  expect(slowSecondsOf(name)).toBe(bounds.at(-1));
});
