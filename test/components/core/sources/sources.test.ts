import {
  noteSource,
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

test.each(sourceNames)(
  "noteSource() of %s says whose names it reads where no proxy was, and where failed calls are good",
  (source) => {
    const { experimental, tellsCalls } = sourceOf({ source }).profile;
    const notes = noteSource({ source }).join();
    const isSaid = notes.includes(
      `source "${source}" is experimental: its names are those of ${experimental},`,
    );
    expect(isSaid).toBe(experimental !== undefined);
    expect(notes.includes("tells no status of gRPC")).toBe(!tellsCalls);
  },
);
