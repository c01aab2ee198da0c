import { nearest } from "../../../stacks/fields/nearest";

describe("nearest()", () => {
  const known = ["stages", "app", "release", "env"];

  test.each([
    { word: "stagse", want: "stages" },
    { word: "Stage", want: "stages" },
    { word: "realese", want: "release" },
    { word: "ap", want: "app" },
    { word: "xy", want: undefined },
    { word: "notifications", want: undefined },
  ])("takes $word for $want", ({ word, want }) => {
    expect(nearest(word, known)).toBe(want);
  });

  test("takes the nearest of several", () => {
    expect(nearest("stables", ["stages", "stable"])).toBe("stable");
  });
});
