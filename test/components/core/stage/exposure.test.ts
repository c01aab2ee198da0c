import * as fc from "fast-check";
import {
  describeExposure,
  parseStageKey,
  weightOf,
  weightStage,
} from "../../../../components/core/stage/exposure";

test("the key of a weight is its number as text, and names it again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (weight) => {
      const stage = weightStage(weight);
      expect(stage).toEqual({ key: String(weight), exposure: { weight } });
      expect(parseStageKey(stage.key)).toEqual(stage);
      expect(weightOf(stage)).toBe(weight);
      expect(describeExposure(stage)).toBe(`${weight} %`);
    }),
  );
});

test.each(["", "0", "05", "101", "999", "5.5", "-5", "1e1", "five", "5 "])('"%s" names no stage', (key) => {
  expect(parseStageKey(key)).toBeUndefined();
});
