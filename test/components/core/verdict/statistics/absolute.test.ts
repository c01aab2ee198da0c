import { judge } from "../../../../../components/core/verdict";
import type { VerdictParameters } from "../../../../../components/core/verdict";
import {
  addAbsolute,
  mixAbsolute,
  noAbsolute,
} from "../../../../../components/core/verdict/statistics/absolute";
import { buildAbsoluteGrid } from "../../../../../components/core/verdict/statistics/grid";
import { weighAgainst } from "../../../../../components/core/verdict/statistics/likelihood";
import { begin, observeAll } from "../support";
import type { Quad } from "../support";

const grid = buildAbsoluteGrid(0.01);

test("mixAbsolute() is 0 before the first tick", () => {
  expect(mixAbsolute(noAbsolute, grid)).toBeCloseTo(0, 12);
});

test("mixAbsolute() weighs the first start with a half and leaves the rest for later ones", () => {
  const counts = { requests: 100, errors: 5 };
  const state = addAbsolute(noAbsolute, counts, 5, { restartSeconds: 60 });
  const wanted = Math.log(0.5 * Math.exp(weighAgainst(grid, counts)) + 0.5);
  expect(mixAbsolute(state, grid)).toBeCloseTo(wanted, 12);
});

test("addAbsolute() starts again at its interval and keeps the first and the latest starts", () => {
  let state = noAbsolute;
  for (let i = 0; i < 240; i++)
    state = addAbsolute(state, { requests: 1, errors: 0 }, 5, { restartSeconds: 60 });
  expect(state.starts).toBe(20);
  expect(state.sums.map(({ start, requests }) => [start, requests])).toEqual([
    [1, 240],
    [13, 96],
    [14, 84],
    [15, 72],
    [16, 60],
    [17, 48],
    [18, 36],
    [19, 24],
    [20, 12],
  ]);
});

test("a start that is tempered weighs as if it had counted less", () => {
  const [counts, half] = [
    { requests: 100, errors: 6 },
    { requests: 50, errors: 3 },
  ];
  const tempered = addAbsolute(noAbsolute, counts, 5, { restartSeconds: 60, tempering: 0.5 });
  const fewer = addAbsolute(noAbsolute, half, 5, { restartSeconds: 60 });
  expect(mixAbsolute(tempered, grid)).toBeCloseTo(mixAbsolute(fewer, grid), 12);
  const later = addAbsolute(tempered, counts, 60, { restartSeconds: 60, tempering: 1 });
  expect(later.sums.map(({ tempering }) => tempering)).toEqual([0.5]);
});

test("the mixture over starts stays an e-value: its mean over all outcomes is at most 1", () => {
  const [n, ticks, p] = [6, 3, 0.01];
  const ways = [1, 6, 15, 20, 15, 6, 1];
  const chance = (k: number) => (ways[k] as number) * p ** k * (1 - p) ** (n - k);
  const mean = (state: typeof noAbsolute, left: number): number =>
    left === 0
      ? Math.exp(mixAbsolute(state, grid))
      : ways.reduce(
          (sum, _, k) =>
            sum +
            chance(k) *
              mean(addAbsolute(state, { requests: n, errors: k }, 5, { restartSeconds: 5 }), left - 1),
          0,
        );
  expect(mean(noAbsolute, ticks)).toBeLessThanOrEqual(1 + 1e-12);
});

test("a fault late in a long bake is found soon, without a fresh start it is not", () => {
  const bake: Quad[] = Array.from({ length: 180 }, () => [1000, 1, 0, 0]);
  const fault: Quad[] = Array.from({ length: 8 }, () => [1000, 50, 0, 0]);
  const last = { weight: 100, nextWeight: undefined };
  const run = (parameters: Partial<VerdictParameters>) =>
    judge(observeAll(begin({ absoluteShare: 0.2, ...parameters }, last), [...bake, ...fault])).kind;
  expect([run({}), run({ restartSeconds: 86_400 })]).toEqual(["fail", "pass"]);
});
