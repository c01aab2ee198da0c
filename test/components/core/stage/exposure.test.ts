import * as fc from "fast-check";
import {
  describeExposure,
  describeMove,
  describeWeight,
  isAside,
  isStageKey,
  loadOf,
  matchOf,
  matchWeight,
  mirrorOf,
  mirrorWeight,
  roundWeight,
  weightOf,
  weightStage,
} from "../../../../components/core/stage/exposure";

test("the key of a weight is its number as text", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (weight) => {
      const stage = weightStage(weight);
      expect(stage).toEqual({ key: String(weight), exposure: { weight } });
      expect(isStageKey(stage.key)).toBe(true);
      expect(weightOf(stage)).toBe(weight);
      expect(matchOf(stage)).toBeUndefined();
      expect(describeExposure(stage)).toBe(`${weight} %`);
      expect(describeWeight(weight)).toBe(`${weight} %`);
    }),
  );
});

test("a match stands between no traffic and every weight, and shows no value", () => {
  const match = { on: "cookie", name: "beta", by: "exact", value: "s3cret" } as const;
  const stage = { key: "beta", exposure: { match } };
  expect(isStageKey(stage.key)).toBe(true);
  expect(matchOf(stage)).toEqual(match);
  expect(weightOf(stage)).toBeGreaterThan(0);
  expect(weightOf(stage)).toBeLessThan(1);
  expect(describeExposure(stage)).toBe("cookie beta");
  expect(describeMove(matchWeight, " → ", 1)).toBe("a match → 1 %");
  expect(describeMove(5, " to ", 20)).toBe("5 to 20 %");
  expect([roundWeight(matchWeight), roundWeight(33.3)]).toEqual([matchWeight, 33]);
});

test("a mirror stands below a match, and loads the canary with its copies", () => {
  const mirror = { percent: 20, repeatable: ["GET", "HEAD"] };
  const stage = { key: "mirror", exposure: { mirror } };
  expect([mirrorOf(stage), matchOf(stage), mirrorOf(weightStage(5))]).toEqual([mirror, undefined, undefined]);
  expect(weightOf(stage)).toBe(mirrorWeight);
  expect(mirrorWeight).toBeGreaterThan(0);
  expect(mirrorWeight).toBeLessThan(matchWeight);
  expect([loadOf(stage), loadOf(weightStage(5))]).toEqual([20, 5]);
  expect(describeExposure(stage)).toBe("copies of 20 % of GET, HEAD");
  expect(describeMove(0, " → ", mirrorWeight)).toBe("0 % → a mirror");
  expect(describeMove(mirrorWeight, " → ", matchWeight)).toBe("a mirror → a match");
  expect([mirrorWeight, matchWeight, 0, 1].map(isAside)).toEqual([true, true, false, false]);
});

test.each(["", "0", "05", "101", "999", "5.5", "-5", "1e1", "Beta", "5 ", "beta-", "a".repeat(21)])(
  '"%s" names no stage',
  (key) => {
    expect(isStageKey(key)).toBe(false);
  },
);
