import * as fc from "fast-check";
import {
  assessObserved,
  confirmWithin,
  lateOfSilent,
  observedFrom,
  probesNeeded,
  splitLate,
} from "../../../../../components/core/evidence/doubts/observed";
import { matchWeight } from "../../../../../components/core/stage/exposure";
import type { ObservedFacts } from "../../../../../components/core/evidence/doubts/observed";

function facts(
  weight: number,
  canaryRequests: number,
  stableRequests: number,
  changes: Partial<ObservedFacts> = {},
) {
  return {
    weight,
    canaryRequests,
    stableRequests,
    scrapesSinceWrite: 2,
    secondsSinceWrite: 4,
    propagationSeconds: 3,
    countable: true,
    ...changes,
  };
}

describe.each([
  [0, (silent: number, changes?: Partial<ObservedFacts>) => facts(0, silent, 900, changes)],
  [100, (silent: number, changes?: Partial<ObservedFacts>) => facts(100, 900, silent, changes)],
])("assessObserved() at %i %%", (_, silent) => {
  test.each([
    ["confirms silence in two scrapes", silent(0), "confirmed"],
    ["waits for the second scrape", silent(0, { scrapesSinceWrite: 1 }), "unknown"],
    ["is contradicted by one request", silent(1), "contradicted"],
    ["waits where all of them may be older", silent(2, { late: { canary: 2, stable: 2 } }), "unknown"],
    ["is contradicted by one that is not", silent(3, { late: { canary: 2, stable: 2 } }), "contradicted"],
    ["waits for silence after the late ones", silent(0, { late: { canary: 0, stable: 0 } }), "confirmed"],
    [
      "waits for twice the propagation time where uncountable",
      silent(0, { countable: false, secondsSinceWrite: 5.9 }),
      "unknown",
    ],
    [
      "confirms after it, though nothing was counted",
      silent(0, { countable: false, secondsSinceWrite: 6, scrapesSinceWrite: 0 }),
      "confirmed",
    ],
  ])("%s", (_name, given, expected) => {
    expect(assessObserved(given)).toBe(expected);
  });
});

test.each([
  ["no request at all", facts(5, 0, 0), "unknown"],
  ["too few to tell", facts(5, 2, 40), "unknown"],
  ["enough that fit", facts(5, 8, 142), "confirmed"],
  ["exactly enough that fit", facts(5, 7, 142), "confirmed"],
  ["one short of enough", facts(5, 7, 141), "unknown"],
  ["a canary that gets nothing", facts(5, 0, 149), "contradicted"],
  ["a canary that gets ten times its share", facts(5, 50, 50), "contradicted"],
  ["the weight before", facts(20, 10, 190), "contradicted"],
  ["a stable that gets nothing", facts(95, 149, 0), "contradicted"],
  ["counts that cannot be had", facts(5, 8, 142, { countable: false }), "unknown"],
])("assessObserved() between 0 and 100 with %s", (_, given, expected) => {
  expect(assessObserved(given)).toBe(expected);
});

test("assessObserved() never confirms a weight between 0 and 100 while one track is silent", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.boolean(),
      (weight, n, canary) => {
        const given = canary ? facts(weight, 0, n) : facts(weight, n, 0);
        return assessObserved(given) !== "confirmed";
      },
    ),
  );
});

test("probesNeeded() are what is missing for assessObserved() to confirm a share that fits", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 800 }), (weight, seen) => {
      const split = (n: number) => {
        const canary = Math.round((n * weight) / 100);
        return facts(weight, canary, n - canary);
      };
      const missing = probesNeeded(split(seen));
      return missing === 0 || assessObserved(split(seen + missing)) === "confirmed";
    }),
  );
});

test.each([
  [0, 0],
  [100, 0],
  [1, 757],
  [5, 149],
  [50, 11],
  [99, 757],
])("probesNeeded() at %i %% without traffic are %i", (weight, expected) => {
  expect(probesNeeded({ weight, canaryRequests: 0, stableRequests: 0 })).toBe(expected);
  expect(probesNeeded({ weight, canaryRequests: 5000, stableRequests: 5000 })).toBe(0);
});

describe("observedFrom()", () => {
  const move = { atSeconds: 950, from: 5, to: 0, by: "prod", reason: "promoted" };
  const ledger = { epoch: "7-a", weight: 0, moves: [{ ...move, atSeconds: 100, to: 5 }, move] };
  const route = { epoch: "7-a", weight: 0 };

  test.each([
    ["the last move, where nobody wrote since", { ledger, route }, 950],
    ["two minutes back at most", { ledger: { ...ledger, moves: [{ ...move, atSeconds: 5 }] }, route }, 880],
    [
      "the move, where a contender fenced the route since",
      { ledger, route: { ...route, epoch: "8-b", fencedFrom: ["7-a"] } },
      move.atSeconds,
    ],
    ["now, where another writer wrote", { ledger, route: { ...route, epoch: "8-b" } }, 1000],
    ["now, where the live weight is another", { ledger, route: { ...route, weight: 5 } }, 1000],
    [
      "now, where the last move was to another weight",
      { ledger: { ...ledger, moves: [{ ...move, to: 5 }] }, route },
      1000,
    ],
    ["now, where no move is known", { ledger: { ...ledger, moves: [] }, route }, 1000],
    ["now, without a ledger", { ledger: undefined, route }, 1000],
    [
      "now, where the recorder's clock is ahead",
      { ledger: { ...ledger, moves: [{ ...move, atSeconds: 2000 }] }, route },
      1000,
    ],
  ])("gives %s", (_, write, expected) => {
    expect(observedFrom({ ...write, nowSeconds: 1000 })).toBe(expected);
  });
});

test.each([
  ["before the router followed", 4, 3, { requests: 8, late: 0 }],
  ["just as it followed", 8, 3, { requests: 8, late: 0 }],
  ["perhaps after it did", 8.1, 3, { requests: 10, late: 2 }],
])("splitLate() of requests that began %s", (_, secondsSinceWrite, propagationSeconds, expected) => {
  expect(splitLate({ routed: 10, slow: 2 }, 5, secondsSinceWrite, propagationSeconds)).toEqual(expected);
});

test("splitLate() never leaves out more than there was", () => {
  expect(splitLate({ routed: 1, slow: 2 }, 5, 4, 3)).toEqual({ requests: 0, late: 0 });
});

test.each([
  [0, 1],
  [100, 2],
  [20, 0],
])("lateOfSilent() at %i %%", (weight, expected) => {
  expect(lateOfSilent({ weight, late: { canary: 1, stable: 2 } })).toBe(expected);
  expect(lateOfSilent({ weight })).toBe(0);
});

test.each([
  [10, undefined, 10],
  [10, 2, 10],
  [10, 15, 60],
  [10, 30, 120],
  [60, 60, 240],
])("confirmWithin() waits at least %i s, with scrapes every %s s: %i s", (least, interval, expected) => {
  expect(confirmWithin(least, interval)).toBe(expected);
});

describe("assessObserved() of a share of connections", () => {
  const of = (weight: number, canary: number, stable: number, changes: Partial<ObservedFacts> = {}) =>
    assessObserved(facts(weight, canary, stable, { byConnections: true, ...changes }));

  test.each([
    ["confirms by requests of both tracks, however they are split", of(20, 900, 1), "confirmed"],
    ["waits for the canary's", of(20, 0, 900), "unknown"],
    ["waits for stable's", of(20, 900, 0), "unknown"],
    ["confirms 100 % beside requests of old connections to stable", of(100, 5, 900), "confirmed"],
    ["waits at 100 % for the canary's", of(100, 0, 0), "unknown"],
    ["waits where nothing can be counted", of(20, 900, 900, { countable: false }), "unknown"],
    ["holds a request after 0 % against it", of(0, 1, 900), "contradicted"],
    ["confirms 0 % by silence", of(0, 0, 900), "confirmed"],
  ])("%s", (_, observed, expected) => {
    expect(observed).toBe(expected);
  });
});

describe("a match", () => {
  const matched = {
    weight: matchWeight,
    canaryRequests: 0,
    stableRequests: 900,
    scrapesSinceWrite: 9,
    secondsSinceWrite: 90,
    propagationSeconds: 2,
    countable: true,
  };

  test("is confirmed by one request of its own, whatever share that is, and contradicted by none", () => {
    expect(assessObserved(matched)).toBe("unknown");
    for (const canaryRequests of [1, 5000])
      expect(assessObserved({ ...matched, canaryRequests })).toBe("confirmed");
    expect(assessObserved({ ...matched, canaryRequests: 1, countable: false })).toBe("unknown");
  });

  test("needs no plain request of Sluice, which it would not take", () => {
    expect(probesNeeded({ ...matched, stableRequests: 0 })).toBe(0);
  });
});
