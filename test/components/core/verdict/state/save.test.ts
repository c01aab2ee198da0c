import { ingest, observeTick, readFromSeconds, restore, save } from "../../../../../components/core/verdict";
import type { EvidenceState, RawSeries } from "../../../../../components/core/verdict";
import { begin, series } from "../support";

/** So many pods that count 3 per scrape each. */
function pods(count: number): RawSeries[] {
  return Array.from({ length: count }, (_, i) => {
    const samples = Array.from({ length: 24 }, (_each, t): [number, number] => [1002 + 5 * t, 3 * t]);
    return series(i % 2 === 0 ? "canary" : "stable", "200", samples, `pod-${i}`);
  });
}

const until = (all: RawSeries[], seconds: number): RawSeries[] =>
  all.map((one) => ({ ...one, samples: one.samples.filter(([at]) => at <= seconds) }));
const sorted = (state: EvidenceState) => ({
  ...state,
  series: state.series?.toSorted((a, b) => a[0] - b[0]),
});

function reload(state: EvidenceState): EvidenceState {
  const restored = restore(JSON.parse(JSON.stringify(save(state))), state.parameters);
  if ("problem" in restored) throw new Error(restored.problem);
  return restored.state;
}

test("the evidence of as many metrics and series as are allowed leaves room in a ledger of 256 KiB", () => {
  const latencyBoundsSeconds = Array.from({ length: 20 }, (_, i) => (i + 1) / 7);
  const named = Array.from({ length: 19 }, (_, i) => ({ name: `${"x".repeat(38)}${i}` }));
  const events = named.map(({ name }) => ({ name, toleratedRatio: 2 }));
  const start = begin({ latencyBoundsSeconds, events }, { startedAtSeconds: 1763718000.123 });
  let state: EvidenceState = start;
  for (let i = 1; i < 30; i++) {
    const track = (requests: number) => ({
      requests,
      errors: i % 3,
      timed: requests,
      slow: latencyBoundsSeconds.map((_, k) => (i * k) % 7),
      events: events.map((_, k) => (i + k) % 5),
    });
    const fromSeconds = state.cursorSeconds as number;
    const ends = { fromSeconds, toSeconds: fromSeconds + 5, noData: false };
    state = observeTick(state, { ...ends, stable: track(977), canary: track(53) });
  }
  const marks = Array.from(
    { length: 2000 },
    (_, i) => [4503599627370495 - i, 4503599627370495 - i, 1763718000.123 + i, 123456789] as const,
  );
  const saved = JSON.stringify(save({ ...state, series: marks }));
  expect(state.relative).toHaveLength(40);
  expect(saved.length).toBeGreaterThan(150 * 1024);
  expect(saved.length).toBeLessThan(208 * 1024);
});

test("the evidence on as many routes as are told apart takes room from the marks", () => {
  const routes = Array.from({ length: 50 }, (_, i) => `/a/longer/route/of/some/shop/${i}`);
  const outcomes = { expected: {}, untold: [], routes, onlyHolds: false };
  const marks = (count: number) => ({
    ...begin({ outcomes }),
    series: Array.from({ length: count }, (_, i) => [i, i, 1000, 0] as const),
  });
  expect(save(marks(1400)).series).toHaveLength(1400);
  expect(save(marks(1500)).series).toBeNull();
});

test("save() keeps the marks of usual services", () => {
  const state = ingest(begin(), pods(10), 1050).state;
  expect(save(state)).toBe(state);
  expect(readFromSeconds(state, 1060)).toBe(990);
  expect(readFromSeconds({ ...state, cursorSeconds: null }, 1060)).toBe(1000);
});

test("readFromSeconds() goes back eight scrapes, and five minutes while the interval is not known", () => {
  const slow = pods(2).map((one) => ({ ...one, samples: one.samples.filter((_, i) => i % 6 === 0) }));
  const state = ingest(begin(), slow, 1120).state;
  expect(readFromSeconds(state, 1120)).toBeCloseTo(1120 - 8 * 30);
  expect(readFromSeconds(begin(), 1120)).toBe(700);
});

test("marks too many to be saved are read again: the evidence goes on bit by bit, below 64 KB", () => {
  const all = pods(2002);
  const state = ingest(begin(), until(all, 1050), 1050).state;
  expect(save(state).series).toBeNull();
  expect(JSON.stringify(save(state)).length).toBeLessThan(64 * 1024);
  const reloaded = reload(state);
  expect(readFromSeconds(reloaded, 1060)).toBe(750);
  expect(sorted(ingest(reloaded, all, 1100).state)).toEqual(sorted(ingest(state, all, 1100).state));
});
