import {
  defaultParameters,
  explain,
  firewallEvent,
  judge,
  observeTick,
  restore,
  save,
  startRelease,
  startStage,
} from "../../../../components/core/verdict";
import type { EvidenceState, TrackTick, VerdictParameters } from "../../../../components/core/verdict";
import { terms, trackTick } from "./support";

// A firewall in the pods and the app behind it answer 4xx, and a proxy counts both alike; the firewall counts its own
// apart. Both are judged: the proxy's counts by the shares of outcomes and by `client-errors`, its own by `waf`.

/** Answers of one track in a tick, all of them 2xx but those. */
interface Answers {
  readonly all: number;
  /** Refused by the app. */
  readonly own?: number;
  /** Refused by the firewall. */
  readonly refused?: number;
  /** Counted by the firewall, and let through: its mode is `detect`. */
  readonly detected?: number;
}

type Ticks = readonly (readonly [canary: Answers, stable: Answers])[];

const waf = { name: firewallEvent, toleratedRatio: 2 };
const clientErrors = { name: "client-errors", toleratedRatio: 1.5 };
const outcomes = { expected: {}, untold: ["routes"], routes: [], onlyHolds: false } as const;
const both = defaultParameters({ events: [waf, clientErrors], outcomes });
const byShares = defaultParameters({ events: [waf], outcomes });

const decidedOf = ({ refused = 0, detected = 0 }: Answers): number => refused + detected;

/**
 * @param decided - requests that the firewall counted in this tick
 * @param parameters - events in the order of {@link both}
 */
function toTick(
  { all, own = 0, refused = 0 }: Answers,
  decided: number,
  { events, outcomes: rules }: VerdictParameters,
): TrackTick {
  const [requests, bad] = rules?.behindFirewall === true ? [all - refused, own] : [all, own + refused];
  const shares = [0, bad, 0].map((errors) => ({ requests, errors }));
  return { ...trackTick(requests, 0), events: [decided, bad].slice(0, events.length), shares };
}

/**
 * Judges ticks of 5 s.
 * @param lags - the canary's firewall is scraped after the proxy: what it decided is counted a tick later
 */
function serve(ticks: Ticks, parameters = both, lags = false): EvidenceState {
  const begun = startStage(startRelease(parameters), { ...terms, weight: 20 });
  return ticks.reduce((state, [canary, stable], nth) => {
    const fromSeconds = state.cursorSeconds as number;
    const [before] = ticks[nth - 1] ?? [{ all: 0 }];
    return observeTick(state, {
      fromSeconds,
      toSeconds: fromSeconds + 5,
      noData: false,
      canary: toTick(canary, decidedOf(lags ? before : canary), parameters),
      stable: toTick(stable, decidedOf(stable), parameters),
    });
  }, begun);
}

const steadily = (canary: Answers, stable: Answers, ticks = 24): Ticks =>
  Array.from({ length: ticks }, () => [canary, stable] as const);

/** Ten seconds of each minute, for ten minutes. */
const inBursts = (canary: Answers, stable: Answers): Ticks =>
  Array.from({ length: 120 }, (_, nth) =>
    nth % 12 < 2 ? [canary, stable] : [{ all: canary.all }, { all: stable.all }],
  );

const sentence = (state: EvidenceState): string => explain(judge(state));

describe("an attack that both firewalls refuse alike aborts nothing, whoever counts it", () => {
  test.each([
    ["a tenth of all requests", steadily({ all: 50, refused: 5 }, { all: 200, refused: 20 })],
    ["most requests", steadily({ all: 50, refused: 40 }, { all: 200, refused: 160 })],
    ["ten seconds of each minute", inBursts({ all: 80, refused: 40 }, { all: 320, refused: 160 })],
    [
      "besides what the app refuses",
      steadily({ all: 50, own: 2, refused: 5 }, { all: 200, own: 8, refused: 20 }),
    ],
  ])("%s", (_name, ticks) => {
    expect(judge(serve(ticks)).kind).toBe("pass");
    expect(judge(serve(ticks, both, true)).kind).toBe("pass");
  });
});

test.each([
  [
    "the canary's firewall alone",
    { all: 50, refused: 20 },
    { all: 200, refused: 1 },
    'Fail: the canary has more than 2 times as many events "waf" per request as stable (60 and 3): ',
  ],
  [
    "the canary's app, under an attack that both firewalls refuse",
    { all: 50, own: 40, refused: 5 },
    { all: 200, refused: 20 },
    "Fail: 4xx (without 401 and 429) are more than 3 times as many as of stable and more than 0.5 % (90 % of the canary's 200 requests, 10 % of stable's 800; the firewall refused, or would have refused, 20 and 80): ",
  ],
  [
    "a firewall that only counted until now",
    { all: 50, refused: 20 },
    { all: 200, detected: 80 },
    "Fail: 4xx (without 401 and 429) are more than 3 times as many as of stable and more than 0.5 % (40 % of the canary's 150 requests, 0 % of stable's 600; the firewall refused, or would have refused, 60 and 240): ",
  ],
])("what fails is told from the other's: %s", (_name, canary, stable, wanted) => {
  expect(sentence(serve(steadily(canary, stable), byShares))).toContain(wanted);
});

test("where the app itself counts, none of its 4xx is the firewall's, and the sentence says so", () => {
  const byApp = defaultParameters({ events: [waf], outcomes: { ...outcomes, behindFirewall: true } });
  const ticks = steadily({ all: 50, own: 40, refused: 5 }, { all: 200, refused: 20 });
  expect(sentence(serve(ticks, byApp))).toContain(
    "(89 % of the canary's 135 requests, 0 % of stable's 540; none of them by the firewall, which refused, or would have refused, 15 and 60): ",
  );
});

test("without a firewall's metric nothing is said of one, nor of another share than 4xx", () => {
  const plain = defaultParameters({ outcomes });
  const found = sentence(serve(steadily({ all: 50, own: 40 }, { all: 200 }), plain));
  expect(found).toContain("0 % of stable's 600): ");
});

test("events are kept with the evidence; where they were not from the beginning on none are told", () => {
  const state = serve(steadily({ all: 50, refused: 1 }, { all: 200, refused: 4 }, 3));
  expect(state.events).toEqual({ canary: [3, 3], stable: [12, 12] });
  const saved = JSON.parse(JSON.stringify(save(state))) as EvidenceState;
  expect(restore(saved, both)).toEqual({ state });
  expect(restore({ ...saved, events: { canary: [1], stable: [1] } }, both)).toEqual({
    problem: "evidence is damaged at evidence.events.stable",
  });
  const { events: _, ...older } = saved;
  const restored = restore(older, both);
  const { evidence } = judge("state" in restored ? restored.state : state);
  expect(evidence.metrics.map(({ events }) => events)).toEqual([undefined, undefined, undefined]);
});
