import fc from "fast-check";
import { toStages } from "../../../../components/core/convert/stages";

const at = "x";

test("toStages() adds a first stage of 20 % and a last one of 100 %", () => {
  const { stages, added } = toStages([{ weight: 50, soakSeconds: 600, at }]);
  expect(stages).toEqual([{ weight: 20, soak: "10m" }, { weight: 50, soak: "10m" }, { weight: 100 }]);
  expect(added).toHaveLength(2);
  expect(toStages([{ weight: 50, soakSeconds: undefined, at }]).stages[0]).toEqual({ weight: 20 });
});

test("toStages() keeps a last weight without a time, and at most a day of soak", () => {
  const { stages, added, fates } = toStages([
    { weight: 5, soakSeconds: 200_000, at },
    { weight: 100, soakSeconds: 0, at },
  ]);
  expect(stages).toEqual([{ weight: 5, soak: "24h" }, { weight: 100 }]);
  expect(added).toEqual([]);
  expect(fates.map(({ verdict }) => verdict)).toEqual(["exact", "exact"]);
  expect(toStages([])).toEqual({ stages: [], fates: [], added: [], asksLast: false });
});

test("toStages() makes increasing weights from at most 20 to 100 of any exposures, and a fate for each", () => {
  const exposure = fc.record({
    weight: fc.integer({ min: 0, max: 100 }),
    soakSeconds: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
    at: fc.constant(at),
  });
  fc.assert(
    fc.property(fc.array(exposure, { maxLength: 12 }), (exposures) => {
      const { stages, fates } = toStages(exposures);
      const weights = stages.map(({ weight }) => weight as number);
      expect(fates).toHaveLength(exposures.length);
      expect(weights).toEqual([...new Set(weights)].toSorted((a, b) => a - b));
      expect(weights.length === 0 || (weights[0] as number) <= 20).toBe(true);
      expect(weights.length === 0 || weights.at(-1) === 100).toBe(true);
    }),
  );
});
