import { ingest, intervalOf, judge, patienceOf } from "../../../../../components/core/verdict";
import { begin, series } from "../support";

test("patienceOf() is the gap of the parameters while the scrape interval is unknown", () => {
  const state = begin();
  expect(intervalOf(state)).toBe(0);
  expect(patienceOf(state)).toBe(state.parameters.gapSeconds);
});

describe("where the canary is scraped every 60 s and stable every 15 s", () => {
  const every = (seconds: number, from: number) =>
    Array.from({ length: Math.floor(600 / seconds) }, (_, i): [number, number] => [
      from + i * seconds,
      10 * (1 + i) * seconds,
    ]);
  const stable = ["a", "b", "c"].map((target) => series("stable", "200", every(15, 1001), target));
  const all = [...stable, series("canary", "200", every(60, 1008), "d")];

  test.each([1470, 1485, 1500, 1515])("nothing is missing at %s s between two scrapes of it", (until) => {
    const { state } = ingest(begin(), all, until);
    expect(judge(state).kind).not.toBe("fail");
    expect(state.stage?.noData).toBe(false);
  });

  test("a canary that falls silent is missed after its own interval, and not after stable's", () => {
    const silent = [...stable, series("canary", "200", every(60, 1008).slice(0, 6), "d")];
    const { state } = ingest(begin(), silent, 1350);
    expect(state.stage?.noData).toBe(false);
    // Only what is new is read from here on.
    const later = ingest(state, stable, 1500).state;
    expect(later.stage?.noData).toBe(true);
    expect([intervalOf(state), patienceOf(state)]).toEqual([60, 210]);
  });
});
