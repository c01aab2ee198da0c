import { restingSince, wasSilent } from "../../../../../components/core/evidence/doubts/silence";
import type { RestFacts } from "../../../../../components/core/evidence/doubts/silence";
import type { Ledger } from "../../../../../components/core/ledger/ledger";
import type { LiveRoute } from "../../../../../components/core/live";
import type { RawSeries } from "../../../../../components/core/verdict/index";

const image = `registry.example/app@sha256:${"a".repeat(64)}`;

function ledgerWith(change: Partial<Ledger> = {}): Ledger {
  return {
    version: 3,
    environment: "prod",
    app: "app",
    phase: "promoted",
    weight: 0,
    epoch: "7-a",
    attempt: { number: 2, kind: "release", image, stages: [], objectives: {}, startedAtSeconds: 100 },
    moves: [{ atSeconds: 950, from: 50, to: 0, by: "prod", reason: "promoted" }],
    earlier: [],
    promoted: [{ image }],
    aborted: [],
    ...change,
  };
}

const routeWith = (change: Partial<LiveRoute> = {}): LiveRoute => ({
  weight: 0,
  epoch: "7-a",
  readiness: { kind: "ready" },
  ...change,
});

const first = {
  moves: [],
  attempt: { number: 1, kind: "first", image, stages: [], objectives: {}, startedAtSeconds: 100 },
} as const;

const rule = {
  object: "HTTPRoute prod/other",
  rule: "spec.rules[0]",
  weight: 0,
  command: "kubectl",
  own: false,
};

describe("restingSince()", () => {
  test.each<[string, RestFacts, number | undefined]>([
    ["the end of the last promotion", { ledger: ledgerWith(), route: routeWith() }, 950],
    ["the first deploy, where nobody ever raised", { ledger: ledgerWith(first), route: routeWith() }, 100],
    [
      "the promotion that this route says",
      { ledger: ledgerWith(), route: routeWith({ zeroReason: { kind: "promote", reason: "promoted" } }) },
      950,
    ],
    ["never, without a ledger", { ledger: undefined, route: routeWith() }, undefined],
    ["never, without a route", { ledger: ledgerWith(), route: undefined }, undefined],
    ["never, after an abort", { ledger: ledgerWith({ phase: "aborted" }), route: routeWith() }, undefined],
    [
      "never, while a release runs",
      { ledger: ledgerWith({ phase: "progressing" }), route: routeWith() },
      undefined,
    ],
    [
      "never, where an abort wrote 0 after the promotion",
      { ledger: ledgerWith(), route: routeWith({ zeroReason: { kind: "abort", reason: "ann" } }) },
      undefined,
    ],
    [
      "never, where a write is announced",
      {
        ledger: ledgerWith({ intent: { from: 0, to: 0, epoch: "8-b", atSeconds: 990, by: "prod" } }),
        route: routeWith(),
      },
      undefined,
    ],
    [
      "never, where the live weight is another",
      { ledger: ledgerWith(), route: routeWith({ weight: 5 }) },
      undefined,
    ],
    [
      "never, where the ledger has another weight",
      { ledger: ledgerWith({ weight: 5 }), route: routeWith() },
      undefined,
    ],
    [
      "never, where another writer wrote",
      { ledger: ledgerWith(), route: routeWith({ epoch: "8-b" }) },
      undefined,
    ],
    [
      "never, where a contender fenced the route",
      { ledger: ledgerWith(), route: routeWith({ fencedFrom: ["6-c"] }) },
      undefined,
    ],
    [
      "never, where a rule of others reaches the canary",
      { ledger: ledgerWith(), route: routeWith({ foreign: { written: 0, rules: [rule] } }) },
      undefined,
    ],
    [
      "never, where rules could not be looked for",
      { ledger: ledgerWith(), route: routeWith({ unseen: ["ingresses"] }) },
      undefined,
    ],
    [
      "never, after a takeover",
      { ledger: ledgerWith({ takeover: {} as NonNullable<Ledger["takeover"]> }), route: routeWith() },
      undefined,
    ],
    [
      "never, with a ledger that was rebuilt",
      { ledger: ledgerWith({ moves: [], attempt: undefined as never }), route: routeWith() },
      undefined,
    ],
    [
      "never, where the moves of an attempt are not known",
      { ledger: ledgerWith({ moves: [] }), route: routeWith() },
      undefined,
    ],
    [
      "never, where the last known move was a raise",
      {
        ledger: ledgerWith({ moves: [{ atSeconds: 950, from: 0, to: 5, by: "prod", reason: "gate" }] }),
        route: routeWith(),
      },
      undefined,
    ],
  ])("gives %s", (_, facts, expected) => {
    expect(restingSince(facts)).toBe(expected);
  });
});

/** Samples every 2 s between two moments, with a value that grows by so much each. */
function sampled(from: number, to: number, growth: number): (readonly [number, number])[] {
  const count = Math.floor((to - from) / 2) + 1;
  return Array.from({ length: count }, (_, nth) => [from + 2 * nth, 1000 + growth * nth]);
}

const seriesOf = (change: Partial<RawSeries>): RawSeries => ({
  id: JSON.stringify(change),
  target: "router-1",
  track: "stable",
  counters: ["requests"],
  samples: sampled(700, 999, 100),
  ...change,
});

describe("wasSilent()", () => {
  const stable = seriesOf({});
  const canary = (samples: RawSeries["samples"]) => seriesOf({ track: "canary", samples });

  test.each<[string, boolean, readonly RawSeries[], number]>([
    ["holds where no series counts the canary", true, [stable], 0],
    ["holds where its counter stands still", true, [stable, canary(sampled(700, 999, 0))], 0],
    [
      "holds where its last request is older than the last scrapes",
      true,
      [stable, canary([...sampled(700, 989, 3), ...sampled(990, 999, 0).map(([at]) => [at, 1432] as const)])],
      0,
    ],
    ["does not hold where it grows", false, [stable, canary(sampled(700, 999, 1))], 0],
    [
      "does not hold where the newest scrape alone has one request",
      false,
      [stable, canary([...sampled(700, 996, 0), [998, 1001]])],
      0,
    ],
    ["does not hold where its series was born in the last scrape", false, [stable, canary([[998, 1]])], 0],
    ["does not hold where nothing was scraped", false, [], 0],
    [
      "does not hold where the last scrape is stale",
      false,
      [seriesOf({ samples: sampled(700, 991, 100) })],
      0,
    ],
    [
      "does not hold where one replica's last scrape is stale",
      false,
      [stable, seriesOf({ target: "router-2", samples: sampled(700, 991, 100) })],
      0,
    ],
    [
      "does not hold where one replica was scraped once",
      false,
      [stable, seriesOf({ target: "router-2", samples: [[998, 5]] })],
      0,
    ],
    ["does not hold where the weight was written after the second last scrape", false, [stable], 995],
  ])("%s", (_, expected, series, from) => {
    expect(wasSilent(series, from, 1000)).toBe(expected);
  });
});
