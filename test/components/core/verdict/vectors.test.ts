import { judge } from "../../../../components/core/verdict";
import { dispersionOf } from "../../../../components/core/verdict/statistics/dispersion";
import {
  buildAbsoluteGrid,
  buildPassGrid,
  buildRatioGrid,
} from "../../../../components/core/verdict/statistics/grid";
import { weighAgainst } from "../../../../components/core/verdict/statistics/likelihood";
import { logSumExp } from "../../../../components/core/verdict/statistics/log-sum-exp";
import { addRelative, mixRelative } from "../../../../components/core/verdict/statistics/relative";
import { trimmedLnE } from "../../../../components/core/verdict/statistics/trim";
import { begin, observeAll } from "./support";
import type { Quad } from "./support";

const grid = buildRatioGrid(1.5, 1000);
const fresh = grid.points.map(() => 0);

function lnEOf(quads: readonly Quad[], tempering = 1): number[] {
  let logL: readonly number[] = fresh;
  return quads.map(([nc, ec, ns, es]) => {
    const canary = { requests: nc, errors: ec };
    logL = addRelative(logL, grid, canary, { requests: ns, errors: es }, tempering);
    return mixRelative(logL, grid);
  });
}

function expectClose(got: readonly number[], wanted: readonly number[]) {
  expect(got.map((x) => Number(x.toFixed(6)))).toEqual(wanted);
}

test("buildRatioGrid() spaces 64 ratios from just above the tolerated one to 1000", () => {
  expect(grid.points).toHaveLength(64);
  expectClose([grid.points[0] as number, grid.points[63] as number], [1.530302, 1000]);
  const weights = grid.lnWeights.map((w) => Math.exp(w));
  expect(weights[0]).toBeCloseTo(0.1099945, 7);
  expect(weights[63]).toBeCloseTo(0.00203322, 8);
  expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});

const failing: Quad[] = [
  [50, 0, 950, 1],
  [50, 5, 950, 1],
  [50, 4, 950, 0],
  [50, 6, 950, 2],
];

test("observeTick() follows the reference tick by tick and fails on the fourth", () => {
  const states = failing.map((_, i) => observeAll(begin(), failing.slice(0, i + 1)));
  expectClose(
    states.map((state) => state.lnE),
    [-0.227216, 6.997378, 16.05004, 27.063346],
  );
  expectClose(
    states.map((state) => trimmedLnE(state.lnE, state.top)),
    [-0.227216, -0.227216, -0.227216, 6.997378],
  );
  expectClose((states[3] as (typeof states)[number]).top, [9.052662, 11.013305]);
  expect(states.map((state) => judge(state).kind)).toEqual([
    "inconclusive",
    "inconclusive",
    "inconclusive",
    "fail",
  ]);
});

test("observeTick() needs three ticks of total difference, since two are trimmed", () => {
  const ticks: Quad[] = [1, 2, 3].map(() => [10, 10, 990, 1]);
  const states = ticks.map((_, i) => observeAll(begin(), ticks.slice(0, i + 1)));
  expectClose(
    states.map((state) => state.lnE),
    [35.13226, 73.500951, 112.018822],
  );
  expect(
    trimmedLnE((states[1] as (typeof states)[number]).lnE, (states[1] as (typeof states)[number]).top),
  ).toBe(0);
  expect((states[2] as (typeof states)[number]).failure?.basis).toBe("relative");
});

test.each<{ name: string; quads: Quad[]; tempering?: number; wanted: number[] }>([
  { name: "totals at a constant ratio", quads: [[100, 5, 1900, 2]], wanted: [6.997378] },
  {
    name: "a shared outage",
    quads: [1, 2, 3].map((): Quad => [50, 10, 950, 190]),
    wanted: [-1.752642, -2.123948, -2.34625],
  },
  {
    name: "tempering 0.2",
    quads: [1, 2].map((): Quad => [50, 5, 950, 1]),
    tempering: 0.2,
    wanted: [1.09054, 2.639972],
  },
])("addRelative() gives the reference value for $name", ({ quads, tempering, wanted }) => {
  expectClose(lnEOf(quads, tempering), wanted);
});

test.each([
  { requests: 300, errors: 0, wanted: 2.73402 },
  { requests: 330, errors: 0, wanted: 3.018175 },
  { requests: 500, errors: 1, wanted: 1.44512 },
])("the pass test at 1 % gives $wanted for $errors errors in $requests", ({ wanted, ...counts }) => {
  expectClose([weighAgainst(buildPassGrid(0.01), counts)], [wanted]);
});

test.each([
  { pBad: 0.01, needed: [328, 686, 941, 1157] },
  { pBad: 0.02, needed: [163, 342, 469, 577] },
  { pBad: 0.05, needed: [65, 135, 186, 229] },
])("the pass test at $pBad needs the reference number of requests per error seen", ({ pBad, needed }) => {
  const passes = (requests: number, errors: number) =>
    weighAgainst(buildPassGrid(pBad), { requests, errors }) >= Math.log(20);
  expect(needed.map((requests, errors) => [passes(requests - 1, errors), passes(requests, errors)])).toEqual(
    needed.map(() => [false, true]),
  );
});

test.each([
  { requests: 100, errors: 5, wanted: 2.691972 },
  { requests: 200, errors: 8, wanted: 3.625931 },
  { requests: 1000, errors: 10, wanted: -1.131389 },
])("the absolute test at 1 % gives $wanted for $errors errors in $requests", ({ wanted, ...counts }) => {
  expectClose([weighAgainst(buildAbsoluteGrid(0.01), counts)], [wanted]);
});

test("latency is the mean over its bounds and mixes with errors", () => {
  const slowGrid = buildRatioGrid(1.2, 100);
  const none = slowGrid.points.map(() => 0);
  const bounds = [
    [60, 360],
    [20, 60],
    [8, 9],
  ].map(([canary, stable]) =>
    mixRelative(
      addRelative(
        none,
        slowGrid,

        { requests: 200, errors: canary as number },
        { requests: 1800, errors: stable as number },
        1,
      ),
      slowGrid,
    ),
  );
  expectClose(bounds, [-0.090278, 3.855629, 4.869461]);
  const mean = logSumExp(bounds.map((lnE) => lnE - Math.log(3)));
  expect(mean).toBeCloseTo(4.085543, 6);
  const both = [mean, ...lnEOf([[100, 5, 1900, 2]])];
  expect(logSumExp(both.map((lnE) => lnE - Math.log(2)))).toBeCloseTo(6.357179, 5);
});

test("dispersionOf() is the Pearson statistic once 20 ticks are known", () => {
  const errors: number[] = Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? 8 : 0));
  const mean = errors.reduce((a, b) => a + b) / 20;
  const pearson = errors.reduce((sum, e) => sum + (e - mean) ** 2 / mean, 0) / 19;
  const sums = {
    ticks: 20,
    requests: 2000,
    errors: 40,
    squares: errors.reduce((s, e) => s + e ** 2 / 100, 0),
  };
  expect(dispersionOf(sums)).toBeCloseTo(pearson, 10);
  expect(dispersionOf({ ...sums, ticks: 19 })).toBe(1);
  expect(dispersionOf({ ticks: 30, requests: 100, errors: 0, squares: 0 })).toBe(1);
});
