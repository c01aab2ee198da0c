import { compareCounts, goTogether } from "../../../../../components/core/evidence/samples/compare-counts";
import type { Samples } from "../../../../../components/core/evidence/samples/compare-counts";

const counter: Samples = [
  [0, 10],
  [5, 20],
  [10, 30],
  [15, 4],
  [20, 9],
];

test.each([
  ["the same samples", counter, [counter], 3, 0],
  [
    "samples between",
    [
      [2, 12],
      [7, 29],
    ],
    [counter],
    2,
    0,
  ],
  ["a value that is one sample old", [[7, 10]], [counter], 1, 0],
  ["a value that is two samples old", [[12, 10]], [counter], 0, 0],
  ["a value ahead", [[2, 25]], [counter], 1, 1],
  ["a value around a fall, which tells nothing", [[12, 31]], [counter], 0, 0],
  ["a value before the first sample", [[-1, 10]], [counter], 0, 0],
  ["a value after the last sample", [[21, 9]], [counter], 0, 0],
  [
    "a sum of two",
    [[5, 41]],
    [
      counter,
      [
        [4, 20],
        [6, 22],
      ],
    ],
    1,
    0,
  ],
  [
    "a sum of two that is too large",
    [[5, 60]],
    [
      counter,
      [
        [4, 20],
        [6, 22],
      ],
    ],
    1,
    1,
  ],
  [
    "nothing that was ever counted",
    [[1, 0]],
    [
      [
        [0, 0],
        [2, 0],
      ],
    ],
    0,
    0,
  ],
] as [string, Samples, Samples[], number, number][])(
  "compareCounts() of %s",
  (_, whole, parts, compared, apart) => {
    expect(compareCounts(whole, parts)).toEqual({ compared, apart });
  },
);

test.each([
  [2, 0, undefined],
  [3, 0, true],
  [10, 1, true],
  [10, 2, false],
])("goTogether() of %i samples of which %i are apart is %s", (compared, apart, expected) => {
  expect(goTogether({ compared, apart })).toBe(expected);
});
