import * as fc from "fast-check";
import { planWindows } from "../../../components/prometheus/windows";

test.each([
  [1000, 1005, [{ atSeconds: 1005, rangeSeconds: 6 }]],
  [1000, 1000, []],
  [1000, 999, []],
  [1000, 4600, [{ atSeconds: 4600, rangeSeconds: 3601 }]],
  [
    1000,
    4601.5,
    [
      { atSeconds: 4600, rangeSeconds: 3601 },
      { atSeconds: 4601.5, rangeSeconds: 3 },
    ],
  ],
])("planWindows(%d, %d) is %j", (from, until, expected) => {
  expect(planWindows(from, until)).toEqual(expected);
});

test("planWindows() leaves no moment out and asks for about an hour at most", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e5), (from, length) => {
      const windows = planWindows(from, from + length);
      let known = from;
      for (const { atSeconds, rangeSeconds } of windows) {
        expect(atSeconds - rangeSeconds).toBeLessThan(known);
        expect(rangeSeconds).toBeLessThanOrEqual(3601);
        known = atSeconds;
      }
      expect(known).toBe(from + length);
    }),
  );
});
