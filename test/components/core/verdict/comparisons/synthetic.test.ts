import * as fc from "fast-check";
import {
  defaultParameters,
  isSuspected,
  observeSynthetic,
  restore,
  startRelease,
  startSynthetic,
  syntheticShareOfAlpha,
  weighSynthetic,
} from "../../../../../components/core/verdict";
import type { SyntheticState } from "../../../../../components/core/verdict";

const parameters = defaultParameters({ syntheticShare: syntheticShareOfAlpha });

/** Answers and failures of the canary, then of stable. */
type Quad = readonly [nc: number, ec: number, ns: number, es: number];
const add = (state: SyntheticState, [nc, ec, ns, es]: Quad): SyntheticState =>
  observeSynthetic(state, parameters, {
    canary: { requests: nc, errors: ec },
    stable: { requests: ns, errors: es },
  });
const after = (...ticks: readonly Quad[]): SyntheticState => ticks.reduce(add, startSynthetic(parameters));
const times = (count: number, quad: Quad): Quad[] => Array.from({ length: count }, () => quad);
const fails = (state: SyntheticState): boolean => {
  const { lnE, failAt } = weighSynthetic(state, parameters);
  return lnE >= failAt;
};

const good: Quad = [1, 0, 3, 0];
const down: Quad = [1, 1, 3, 0];
const downAlarmed: Quad = [6, 6, 18, 0];
const third: Quad = [6, 2, 18, 0];
/** Stable's pods are away for a moment, together. */
const restless: readonly Quad[] = [[1, 0, 3, 1], good, [1, 0, 3, 1], ...times(8, good)];

test.each<{ name: string; ticks: readonly Quad[]; expected: boolean }>([
  { name: "nothing", ticks: [], expected: false },
  { name: "an hour of good answers", ticks: times(14_400, good), expected: false },
  {
    name: "the canary away for a second and a half",
    ticks: [down, ...times(6, downAlarmed)],
    expected: false,
  },
  { name: "the canary away for two seconds", ticks: [down, ...times(8, downAlarmed)], expected: true },
  {
    name: "the same after an hour",
    ticks: [...times(14_400, good), down, ...times(8, downAlarmed)],
    expected: true,
  },
  { name: "the same at the usual rate", ticks: times(8, down), expected: false },
  { name: "four seconds at the usual rate", ticks: times(16, down), expected: true },
  { name: "a third away for a second and a half", ticks: times(6, third), expected: false },
  { name: "a third away for two seconds and a half", ticks: times(10, third), expected: true },
  {
    name: "a third away for five seconds, where stable's pods are away now and then",
    ticks: [...restless, ...times(20, third)],
    expected: false,
  },
  {
    name: "a third away for seven seconds, where stable's pods are away now and then",
    ticks: [...restless, ...times(28, third)],
    expected: true,
  },
  {
    name: "a third away for five seconds, and once before for one",
    ticks: [...times(4, third), ...times(20, good), ...times(20, third)],
    expected: false,
  },
  {
    name: "a third away for three seconds, after single errors of both",
    ticks: [[1, 0, 3, 1], ...times(8, good), [1, 1, 3, 0], ...times(20, good), ...times(12, third)],
    expected: true,
  },
  {
    name: "the canary away for two seconds, where stable's pods are away now and then",
    ticks: [...restless, down, ...times(8, downAlarmed)],
    expected: true,
  },
  {
    name: "the canary away for two seconds, between them a tick without an answer of it",
    ticks: [down, ...times(2, downAlarmed), [0, 0, 18, 0], ...times(6, downAlarmed)],
    expected: true,
  },
  {
    name: "the canary away for three seconds, where stable fails for that long now and then",
    ticks: [...times(12, [1, 0, 3, 1]), ...times(4, good), down, ...times(12, downAlarmed)],
    expected: false,
  },
  {
    name: "the canary away for six seconds, where stable fails for three now and then",
    ticks: [...times(12, [1, 0, 3, 1]), ...times(4, good), down, ...times(24, downAlarmed)],
    expected: true,
  },
  {
    name: "the canary away for three seconds after both were for ten",
    ticks: [...times(40, [6, 6, 18, 18]), ...times(4, good), down, ...times(12, downAlarmed)],
    expected: true,
  },
  { name: "both tracks away for a minute", ticks: times(240, [6, 6, 18, 18]), expected: false },
  {
    name: "the canary away, and an answer of stable in each half second",
    ticks: times(60, [6, 6, 18, 1]).flatMap((tick) => [tick, downAlarmed]),
    expected: false,
  },
  { name: "nobody answers on stable", ticks: times(120, [6, 6, 0, 0]), expected: false },
  { name: "nobody answers on the canary", ticks: times(120, [0, 0, 18, 0]), expected: false },
  {
    name: "a failure every six seconds for an hour",
    ticks: times(600, down).flatMap((tick) => [tick, ...times(23, good)]),
    expected: false,
  },
  { name: "stable worse for an hour", ticks: times(14_400, [1, 0, 3, 1]), expected: false },
])("of synthetic checks, $name: fails $expected", ({ ticks, expected }) => {
  expect(fails(after(...ticks))).toBe(expected);
});

test("failures of the canary within 0.75 s of one of stable do not count, later they do", () => {
  const both = after([6, 0, 18, 1], downAlarmed, downAlarmed);
  expect(both.canary.errors).toBe(0);
  expect(add(both, downAlarmed).canary.errors).toBe(6);
});

test("the canary is suspected for two seconds after it failed alone", () => {
  expect(isSuspected(after())).toBe(false);
  const failed = after(down);
  expect(isSuspected(failed)).toBe(true);
  expect(isSuspected(times(7, good).reduce(add, failed))).toBe(true);
  expect(isSuspected(times(8, good).reduce(add, failed))).toBe(false);
});

test("each count has a smaller part of alpha, and all together no more than its share", () => {
  const parts = Array.from({ length: 500 }, (_, k) => {
    const { failAt } = weighSynthetic({ ...after(), starts: k + 1 }, parameters);
    return Math.exp(-failAt);
  });
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(0.001);
  expect(after(down, ...times(20, good)).starts).toBe(2);
  expect(after([1, 0, 3, 1]).starts).toBe(2);
});

/** Chance of each number of failures. */
function binomial(n: number, p: number): number[] {
  let row = [1];
  for (let i = 0; i < n; i++) {
    row = Array.from({ length: row.length + 1 }, (_, k) => (row[k] ?? 0) * (1 - p) + (row[k - 1] ?? 0) * p);
  }
  return row;
}

test("evidence against a canary that is as bad as tolerated is expected to fall, also where it does not count", () => {
  const rates = [0.001, 0.01, 0.1, 0.3, 0.6];
  const sizes = [
    [1, 3],
    [6, 18],
    [5, 3],
  ] as const;
  for (const rate of rates) {
    for (const [nc, ns] of sizes) {
      for (const before of [after(), after([1, 0, 3, 2]), after(down)]) {
        const ofCanary = binomial(nc, Math.min(1, 1.5 * rate));
        const ofStable = binomial(ns, rate);
        let expected = 0;
        for (const [ec, p] of ofCanary.entries()) {
          for (const [es, q] of ofStable.entries()) {
            const next = add(before, [nc, ec, ns, es]);
            // A new count begins at 1, whatever was lost before.
            expected += p * q * (next.starts === before.starts ? Math.exp(next.lnE - before.lnE) : 0);
          }
        }
        expect(expected).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  }
});

const quad = fc
  .tuple(fc.nat(20), fc.nat(20), fc.nat(40), fc.nat(40))
  .map(([nc, ec, ns, es]): Quad => [nc, Math.min(ec, nc), ns, Math.min(es, ns)]);
const quads = fc.array(quad, { maxLength: 40 });

test("restored evidence goes on bit by bit", () => {
  fc.assert(
    fc.property(quads, quads, (first, second) => {
      const synthetic = first.reduce(add, startSynthetic(parameters));
      const saved = JSON.parse(JSON.stringify({ ...startRelease(parameters), synthetic })) as unknown;
      const restored = restore(saved, parameters);
      const kept = "state" in restored ? restored.state.synthetic : undefined;
      expect(second.reduce(add, kept as SyntheticState)).toEqual(second.reduce(add, synthetic));
    }),
  );
});

test("evidence of ticks of half a second begins another count, which does not forget the ones before", () => {
  const now = after(...times(3, downAlarmed));
  const { stableQuiet: _, restless: __, ...shared } = now;
  const before = { ...shared, starts: 3, top: now.top.slice(20), stableFailed: false };
  const saved = JSON.parse(JSON.stringify({ ...startRelease(parameters), synthetic: before })) as unknown;
  const restored = restore(saved, parameters);
  const kept = "state" in restored ? restored.state.synthetic : undefined;
  expect(kept).toEqual({ ...startSynthetic(parameters), starts: 4, restless: true });
  const damaged = { ...startRelease(parameters), synthetic: { stableFailed: false } };
  expect(restore(JSON.parse(JSON.stringify(damaged)), parameters)).toMatchObject({
    state: { synthetic: { starts: 1 } },
  });
});

test("a failure more of the canary in the latest tick never lowers the evidence", () => {
  fc.assert(
    fc.property(quads, quad, (ticks, [nc, ec, ns, es]) => {
      const before = ticks.reduce(add, startSynthetic(parameters));
      const worse = add(before, [nc + 1, ec + 1, ns, es]);
      const better = add(before, [nc + 1, ec, ns, es]);
      fc.pre(worse.starts === better.starts);
      expect(worse.lnE).toBeGreaterThanOrEqual(better.lnE);
    }),
  );
});

test("errors and shares leave synthetic checks their share of alpha", () => {
  const limit = (share: object) => weighSynthetic(after(), defaultParameters({ ...share })).failAt;
  expect(limit({ syntheticShare: 0.1 })).toBeCloseTo(Math.log(2) - Math.log(0.001));
  expect(limit({})).toBe(Infinity);
});
