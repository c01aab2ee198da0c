import {
  noteExperimental,
  slowSecondsOf,
  sourceNames,
  sourceOf,
} from "../../../../components/core/sources/sources";

test("the first source is the default", () => {
  expect(sourceNames[0]).toBe("traefik");
});

test.each(sourceNames)("%s has usual bounds that ascend, the last of which is slow", (source) => {
  const chosen = sourceOf({ source });
  const { usualBoundsSeconds: bounds } = chosen;
  expect(bounds.toSorted((a, b) => a - b)).toEqual(bounds);
  expect(slowSecondsOf(chosen)).toBe(bounds.at(-1));
});

test.each(sourceNames)("noteExperimental() of %s says whose names it reads, where no proxy was", (source) => {
  const { profile } = sourceOf({ source });
  const note = noteExperimental({ source });
  if (profile.experimental === undefined) expect(note).toBeUndefined();
  else
    expect(note).toContain(
      `source "${source}" is experimental: its names are those of ${profile.experimental}`,
    );
});
