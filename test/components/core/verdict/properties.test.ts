import * as fc from "fast-check";
import { judge, observeTick, restore } from "../../../../components/core/verdict";
import type { EvidenceState } from "../../../../components/core/verdict";
import {
  buildAbsoluteGrid,
  buildPassGrid,
  buildRatioGrid,
} from "../../../../components/core/verdict/statistics/grid";
import { weighAgainst } from "../../../../components/core/verdict/statistics/likelihood";
import { addRelative, mixRelative } from "../../../../components/core/verdict/statistics/relative";
import { begin, nextTick, observeAll } from "./support";
import type { Quad } from "./support";

const quad = fc
  .tuple(fc.nat(60), fc.nat(60), fc.nat(900), fc.nat(900))
  .map(([nc, ec, ns, es]): Quad => [nc, Math.min(ec, nc), ns, Math.min(es, ns)]);
const quads = fc.array(quad, { minLength: 1, maxLength: 30 });

const grid = buildRatioGrid(1.5, 1000);
const fresh = grid.points.map(() => 0);

function lnEOf([nc, ec, ns, es]: Quad, ratios = grid): number {
  const logL = addRelative(
    fresh,
    ratios,

    { requests: nc, errors: ec },
    { requests: ns, errors: es },
    1,
  );
  return mixRelative(logL, ratios);
}

test("evidence rises with the canary's errors and falls with stable's", () => {
  fc.assert(
    fc.property(quad, ([nc, ec, ns, es]) => {
      const here = lnEOf([nc + 1, ec, ns + 1, es]);
      expect(lnEOf([nc + 1, ec + 1, ns + 1, es])).toBeGreaterThan(here);
      expect(lnEOf([nc + 1, ec, ns + 1, es + 1])).toBeLessThan(here);
    }),
  );
});

test("an error more of the canary in any tick never lowers the evidence of a release", () => {
  fc.assert(
    fc.property(quads, fc.nat(), (ticks, at) => {
      const index = at % ticks.length;
      const [nc, ec, ns, es] = ticks[index] as Quad;
      const worse = ticks.with(index, [nc + 1, ec + 1, ns, es]);
      const better = ticks.with(index, [nc + 1, ec, ns, es]);
      const lnE = (all: Quad[]) => judge(observeAll(begin({ trim: 0 }), all)).evidence.lnE;
      fc.pre(judge(observeAll(begin({ trim: 0 }), worse)).kind !== "fail");
      expect(lnE(worse)).toBeGreaterThanOrEqual(lnE(better));
    }),
  );
});

test("only totals matter at a constant ratio of requests", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), (a, b) => {
      const split = observeAll(begin({ trim: 10 }), [
        [100, a, 1900, b],
        [50, b, 950, a],
      ]);
      expect(split.lnE).toBeCloseTo(lnEOf([150, a + b, 2850, a + b]), 9);
    }),
  );
});

test("trimmed evidence is never above the evidence", () => {
  fc.assert(
    fc.property(quads, (ticks) => {
      const { lnE, trimmedLnE } = judge(observeAll(begin({ absoluteShare: 0.2 }), ticks)).evidence;
      expect(trimmedLnE).toBeLessThanOrEqual(lnE);
    }),
  );
});

test("a state restored from JSON at any tick goes on bit-equal", () => {
  fc.assert(
    fc.property(quads, fc.nat(), (ticks, at) => {
      const parameters = { latencyBoundsSeconds: [0.1], absoluteShare: 0.2 };
      const step = (state: EvidenceState, tick: Quad) => {
        const counts = nextTick(state, tick);
        const withSlow = (side: typeof counts.canary) => ({ ...side, slow: [side.errors] });
        return observeTick(state, {
          ...counts,
          canary: withSlow(counts.canary),
          stable: withSlow(counts.stable),
        });
      };
      const cut = at % ticks.length;
      const half = ticks.slice(0, cut).reduce(step, begin(parameters));
      const restored = restore(JSON.parse(JSON.stringify(half)), half.parameters) as { state: EvidenceState };
      expect(ticks.slice(cut).reduce(step, restored.state)).toEqual(ticks.reduce(step, begin(parameters)));
    }),
  );
});

function lnFactorials(most: number): number[] {
  const sums = [0];
  for (let i = 1; i <= most; i++) sums.push((sums[i - 1] as number) + Math.log(i));
  return sums;
}
const lnFactorial = lnFactorials(100);

function binomial(n: number, k: number, p: number): number {
  const ways = (lnFactorial[n] as number) - (lnFactorial[k] as number) - (lnFactorial[n - k] as number);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

function upTo(n: number): number[] {
  return Array.from({ length: n + 1 }, (_, i) => i);
}

test.each([1, 1.25, 1.5, 2])("the mean of E over all outcomes is at most 1 at ratio %p", (ratio) => {
  const ratios = buildRatioGrid(ratio, 1000);
  for (const [nc, ns] of [
    [1, 1],
    [3, 7],
    [10, 10],
    [20, 60],
  ] as const) {
    for (const stable of [0.001, 0.01, 0.1, 0.3, 0.45]) {
      let mean = 0;
      for (const ec of upTo(nc))
        for (const es of upTo(ns))
          mean +=
            binomial(nc, ec, stable * ratio) *
            binomial(ns, es, stable) *
            Math.exp(lnEOf([nc, ec, ns, es], ratios));
      expect(mean).toBeLessThanOrEqual(1 + 1e-12);
    }
  }
});

test.each([
  { name: "pass", grid: buildPassGrid(0.05), truths: [0.05, 0.06, 0.2] },
  { name: "absolute", grid: buildAbsoluteGrid(0.05), truths: [0.05, 0.04, 0.001] },
])(
  "the mean of the $name evidence over all outcomes is at most 1 under its null",
  ({ grid: points, truths }) => {
    for (const truth of truths) {
      const mean = upTo(80).reduce(
        (sum, errors) =>
          sum + binomial(80, errors, truth) * Math.exp(weighAgainst(points, { requests: 80, errors })),
        0,
      );
      expect(mean).toBeLessThanOrEqual(1 + 1e-9);
    }
  },
);
