import type * as FastCheck from "fast-check";

const before = process.env["SLUICE_SEED"];
afterEach(() => {
  if (before === undefined) delete process.env["SLUICE_SEED"];
  else process.env["SLUICE_SEED"] = before;
});

/** Twenty numbers of a property that runs with `SLUICE_SEED=seed`. */
function numbersWith(seed: string | undefined): readonly number[] {
  if (seed === undefined) delete process.env["SLUICE_SEED"];
  else process.env["SLUICE_SEED"] = seed;
  let numbers: readonly number[] = [];
  jest.isolateModules(() => {
    const fc = require("fast-check") as typeof FastCheck;
    numbers = fc.sample(fc.integer(), 20);
  });
  return numbers;
}

describe("seed of the properties", () => {
  it("is the same in every run", () => {
    expect(numbersWith(undefined)).toEqual(numbersWith("1"));
  });
  it("is another one each time with any", () => {
    expect(numbersWith("any")).not.toEqual(numbersWith("any"));
  });
  it("repeats a run by its number", () => {
    expect(numbersWith("-396346558")).toEqual(numbersWith("-396346558"));
    expect(numbersWith("-396346558")).not.toEqual(numbersWith("1"));
  });
  it("is refused where it is no number", () => {
    expect(() => numbersWith("today")).toThrow(/SLUICE_SEED must be a whole number or any: got today/);
  });
});
