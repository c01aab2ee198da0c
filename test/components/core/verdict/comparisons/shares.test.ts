import {
  judge,
  judgedClasses,
  observeTick,
  startRelease,
  startStage,
  defaultParameters,
} from "../../../../../components/core/verdict";
import { divideAlpha } from "../../../../../components/core/verdict/statistics/alpha";
import type { Counts, EvidenceState, OutcomeRules } from "../../../../../components/core/verdict";
import { isBadOnRoute, listShareTests } from "../../../../../components/core/verdict/outcome-rules";
import { terms, trackTick } from "../support";

const rules: OutcomeRules = { expected: {}, untold: [], routes: [], onlyHolds: false };

/** Answers of a tick, and how many of each: in the order 3xx, 4xx, gave up, all routes. */
type Answers = readonly [all: number, redirected: number, refused: number, gaveUp: number, bad: number];

function toShares([all, ...inside]: Answers): readonly Counts[] {
  return inside.map((errors) => ({ requests: all, errors }));
}

function begin(outcomes: Partial<OutcomeRules> = {}): EvidenceState {
  const parameters = defaultParameters({ outcomes: { ...rules, ...outcomes } });
  return startStage(startRelease(parameters), { ...terms, weight: 20 });
}

function serve(state: EvidenceState, canary: Answers, stable: Answers, ticks = 12): EvidenceState {
  const fromSeconds = state.cursorSeconds as number;
  if (ticks === 0) return state;
  const next = observeTick(state, {
    fromSeconds,
    toSeconds: fromSeconds + 5,
    noData: false,
    canary: { ...trackTick(canary[0], 0), shares: toShares(canary) },
    stable: { ...trackTick(stable[0], 0), shares: toShares(stable) },
  });
  return serve(next, canary, stable, ticks - 1);
}

const sentence = (state: EvidenceState) => {
  const { kind } = judge(state);
  return kind === "fail" ? `${state.failure?.basis}` : kind;
};

describe("a share of outcomes", () => {
  test.each<[string, Answers, Answers, string]>([
    ["nine of ten are 404", [50, 0, 45, 0, 45], [200, 0, 2, 0, 2], "class"],
    ["nearly all are sent to a login", [50, 48, 0, 0, 48], [200, 1, 0, 0, 1], "class"],
    ["most clients give up", [50, 0, 0, 28, 28], [200, 0, 0, 0, 0], "class"],
    ["4 % where stable has 2 %: less than three times", [50, 0, 2, 0, 2], [200, 0, 4, 0, 4], "pass"],
    ["0.4 %: many times stable's and below the limit", [500, 0, 2, 0, 2], [2000, 0, 0, 0, 0], "pass"],
    [
      "40 % redirects become 97 %: what is left is too little",
      [50, 48, 0, 0, 48],
      [200, 80, 0, 0, 80],
      "class",
    ],
    ["a site with 40 % redirects", [50, 20, 0, 0, 20], [200, 80, 0, 0, 80], "pass"],
    ["a dependency is down for both", [50, 0, 30, 0, 30], [200, 0, 120, 0, 120], "pass"],
    ["bad answers on a route alone, such as 401", [50, 0, 0, 0, 20], [200, 0, 0, 0, 1], "class"],
  ])("%s", (_, canary, stable, expected) => {
    expect(sentence(serve(begin(), canary, stable))).toBe(expected);
  });

  test("is not judged by two jumps, however large: one burst on one track fails nothing", () => {
    const quiet = serve(begin(), [50, 0, 0, 0, 0], [200, 0, 1, 0, 1]);
    const burst = serve(quiet, [500, 0, 450, 0, 450], [200, 0, 1, 0, 1], 2);
    expect(burst.failure).toBeNull();
    expect(judge(burst)).toMatchObject({ kind: "inconclusive", reason: "amber" });
    expect(serve(burst, [500, 0, 450, 0, 450], [200, 0, 1, 0, 1], 2).failure?.basis).toBe("class");
  });

  test("only holds where the share of clients is not the share of requests", () => {
    const state = serve(begin({ onlyHolds: true }), [50, 0, 45, 0, 45], [200, 0, 2, 0, 2]);
    expect(judge(state)).toMatchObject({ kind: "inconclusive", reason: "amber" });
  });

  test("is not judged where its change is intended", () => {
    const state = serve(
      begin({ expected: { "4xx": "/old is gone" }, untold: ["routes"] }),
      [50, 0, 0, 45, 0],
      [200, 0, 0, 2, 0],
    );
    // The tests left are those of 3xx and of who gave up: the third column of the second is not there.
    expect(state.shares).toHaveLength(2);
    expect(judge(state).kind).toBe("pass");
  });

  test("needs requests of both tracks", () => {
    const state = serve(begin(), [50, 0, 45, 0, 45], [0, 0, 0, 0, 0]);
    expect(state.shares?.[1]?.canary.requests).toBe(0);
    expect(serve(begin(), [0, 0, 0, 0, 0], [50, 0, 45, 0, 45]).shares?.[1]?.stable.requests).toBe(0);
  });

  test("is left as it is by a tick that was counted without", () => {
    const state = begin();
    const from = state.cursorSeconds as number;
    const plain = { fromSeconds: from, toSeconds: from + 5, noData: false };
    const tick = { ...plain, canary: trackTick(50, 0), stable: trackTick(200, 0) };
    expect(observeTick(state, tick).shares).toBe(state.shares);
    const half = { ...tick, canary: { ...tick.canary, shares: toShares([50, 0, 0, 0, 0]) } };
    expect(observeTick(state, half).shares).toBe(state.shares);
  });

  test("in bursts of stable's is tempered", () => {
    const bursts = (state: EvidenceState, i: number): EvidenceState =>
      serve(state, [50, 0, 0, 0, 0], [200, 0, i % 10 === 0 ? 100 : 0, 0, 0], 1);
    const after = Array.from({ length: 30 }, (_, i) => i).reduce(bursts, begin());
    const calm = serve(begin(), [50, 0, 0, 0, 0], [200, 0, 10, 0, 0], 30);
    const rise = (state: EvidenceState) => {
      const next = serve(state, [50, 0, 40, 0, 40], [200, 0, 10, 0, 0], 1);
      const top = (one: EvidenceState) => Math.max(...(one.shares?.[1]?.over ?? []));
      return top(next) - top(state);
    };
    expect(rise(after)).toBeLessThan(rise(calm) / 5);
  });
});

test("alpha: errors keep half of it, each other group has an equal part of the rest", () => {
  const base = { alpha: 0.01, latencyBoundsSeconds: [], events: [] };
  expect(divideAlpha(base)).toEqual({ main: 0.01, shares: 0, synthetic: 0 });
  expect(divideAlpha({ ...base, outcomes: rules })).toEqual({ main: 0.005, shares: 0.005, synthetic: 0 });
  const own = divideAlpha({ ...base, outcomes: rules, syntheticShare: 0.1 });
  expect(own.main).toBeCloseTo(0.0045, 12);
  expect(own.shares).toBeCloseTo(0.0045, 12);
  expect(own.synthetic).toBeCloseTo(0.001, 12);
  const parameters = defaultParameters({
    latencyBoundsSeconds: [0.1, 1],
    events: [{ name: "csp", toleratedRatio: 2 }],
    outcomes: rules,
  });
  const { main, shares } = divideAlpha(parameters);
  expect(main + shares).toBeCloseTo(0.01, 12);
  expect(main * parameters.errorsWeight).toBeCloseTo(0.005, 12);
  expect((main * (1 - parameters.errorsWeight)) / 2).toBeCloseTo(shares, 12);
});

test("classes that are judged are no errors of servers", () => {
  expect(judgedClasses).not.toContain("5xx");
});

test("listShareTests(): one budget, routes together as much as a class", () => {
  expect(listShareTests({ ...rules, routes: ["/a", "/b", "/c"] })).toEqual([
    ...["3xx", "4xx", "gave-up"].map((name) => ({ name, part: 0.25 })),
    ...["", "/a", "/b", "/c"].map((route) => ({ name: `route:${route}`, part: 0.0625 })),
  ]);
  const { part } = listShareTests({ ...rules, untold: ["routes"] })[0] as { part: number };
  expect(part).toBeCloseTo(1 / 3, 12);
});

test("listShareTests(): without statuses only those who gave up are judged", () => {
  expect(listShareTests({ ...rules, untold: ["classes", "routes"] })).toEqual([{ name: "gave-up", part: 1 }]);
});

test.each([
  ["good", {}, false],
  ["excused", {}, true],
  ["5xx", { "4xx": "x", "3xx": "x" }, true],
  ["3xx", {}, true],
  ["3xx", { "3xx": "/old moved" }, false],
  ["excused", { "4xx": "keys expire" }, false],
  ["gave-up", {}, true],
] as const)("an answer %s with %j stated is bad on a route: %s", (kind, expected, bad) => {
  expect(isBadOnRoute(kind, { ...rules, expected })).toBe(bad);
});
