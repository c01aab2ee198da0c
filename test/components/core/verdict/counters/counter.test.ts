import * as fc from "fast-check";
import { ingest, intervalOf, noteScrapes, rebase } from "../../../../../components/core/verdict";
import { isDoubtful, stepCounter } from "../../../../../components/core/verdict/counters/counter";
import type { CounterMark } from "../../../../../components/core/verdict/counters/counter";
import { begin, countCanary, idle, series } from "../support";

/** Reads values 5 s apart: what is counted, and whether the counter is doubtful at the end. */
function read(values: readonly number[], most = 1000) {
  const limits = { gapSeconds: 25, most: () => most };
  let mark: CounterMark = { atSeconds: 0, value: values[0] as number };
  let count = 0;
  for (const [i, value] of values.slice(1).entries()) {
    const step = stepCounter(mark, { atSeconds: 5 * (i + 1), value }, limits);
    count += step.count;
    mark = step.mark;
  }
  return { count, doubtful: isDoubtful(mark) };
}

test.each([
  ["a rise", [100, 110, 130], 30, false],
  ["a restart, seen in two samples", [100, 4, 9], 9, false],
  ["a restart that is only just seen", [100, 4], 0, false],
  ["a restart and another", [100, 30, 4, 9], 39, false],
  ["a sample of somebody who was behind", [1000, 1010, 1009, 1020], 20, false],
  ["a sample that is 0 by mistake", [1000, 1010, 0, 1020], 20, false],
  ["a fall to more than half that stays", [1000, 1010, 900, 910, 920], 10, true],
  ["a fall that was passed again", [1000, 900, 910, 1005], 5, false],
  ["a fall to less than half that the traffic cannot explain", [9000, 3000, 3010, 3020], 0, true],
  ["a fall, just seen", [1000, 900], 0, true],
  ["small counts that restart", [8, 5, 7, 9], 9, false],
])("stepCounter() of %s", (_, values, count, doubtful) => {
  expect(read(values)).toEqual({ count, doubtful });
});

test("stepCounter() knows nothing of the time in a gap, and forgets a fall in it", () => {
  const mark = { atSeconds: 0, value: 100, fall: { low: 50, sinceSeconds: 0 } };
  const step = stepCounter(mark, { atSeconds: 26, value: 80 }, { gapSeconds: 25, most: () => 0 });
  expect(step).toEqual({ mark: { atSeconds: 26, value: 80 }, count: 0 });
});

test("ingest() names a counter that fell and was not restarted, holds no time meanwhile, and forgets it once passed", () => {
  const values = [5000, 5010, 5008, 5009, 5030, 5040];
  const samples = values.map((value, i): [number, number] => [1002 + 5 * i, value]);
  const counter = series("canary", "200", samples);
  const during = countCanary([counter], 1020);
  expect(during.falls).toEqual([{ series: counter.id, from: 5010, to: 5009 }]);
  expect(during.canary.requests).toBe(10);
  expect(during.state.stage?.heldSeconds).toBe(10);
  const after = countCanary([counter], 1030, during.state);
  expect(after.falls).toEqual([]);
  expect(after.canary.requests).toBe(40);
  expect(after.state.falls).toEqual([]);
});

test("ingest() says nothing of a counter that fell and is gone", () => {
  const counter = series("canary", "200", [
    [1002, 5000],
    [1007, 4000],
  ]);
  const { state } = countCanary([counter], 1010);
  expect(countCanary([], 1060, state).falls).toEqual([]);
});

const steps = fc.array(fc.nat(200), { minLength: 4, maxLength: 30 });

test("a sample that falls never adds requests", () => {
  fc.assert(
    fc.property(
      steps,
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(5000),
      (rises, at, share, start) => {
        let value = start;
        const samples = rises.map((rise, i): [number, number] => [1002 + 5 * i, (value += rise)]);
        // The very first sample is a baseline: nobody can know what was before it.
        const low = 1 + (at % (samples.length - 1));
        const fallen = samples.map(([time, one], i): [number, number] => [
          time,
          i === low ? Math.floor(one * share) : one,
        ]);
        const until = 1010 + 5 * samples.length;
        const count = (some: [number, number][]) =>
          countCanary([series("canary", "200", some)], until).canary.requests;
        expect(count(fallen)).toBeLessThanOrEqual(count(samples));
        expect(count(samples)).toBe(value - (samples[0]?.[1] ?? 0));
      },
    ),
  );
});

test("ingest() counts a restart while the traffic is not known by what the restarted counter itself counts", () => {
  const samples: [number, number][] = [
    [1002, 5000],
    [1007, 300],
    [1012, 600],
    [1017, 910],
  ];
  expect(countCanary([series("canary", "200", samples)], 1020).canary.requests).toBe(910);
});

test("an interval that was a long silence is learnt from the next scrapes", () => {
  const at = [1002, 1202, 1232, 1262, 1292];
  const samples = at.map((time, i): [number, number] => [time, 100 * i]);
  const stable = series("stable", "200", samples);
  const { state } = ingest(begin(), [stable, series("canary", "200", samples)], 1300);
  expect(state.stable.requests).toBe(300);
  expect(intervalOf(state)).toBe(30);
});

describe("noteScrapes()", () => {
  const before = series(
    "stable",
    "200",
    Array.from({ length: 10 }, (_, i): [number, number] => [950 + 5 * i, 100 * i]),
  );
  const goesOn = series("stable", "200", [
    [1002, 1000],
    [1007, 1100],
  ]);
  const up = {
    ...series("canary", "up", [
      [1001, 1],
      [1006, 1],
    ]),
    counters: [],
  };
  const born = series("canary", "500", [[1006, 40]]);

  test("tells what a canary may begin with in the first scrapes of a stage", () => {
    const start = begin({}, { weight: 20 });
    const known = noteScrapes(start, [before], 1000);
    expect(ingest(start, [goesOn, up, born], 1010).state.canary.errors).toBe(0);
    expect(ingest(known, [goesOn, up, born], 1010).state.canary.errors).toBe(40);
    expect(
      ingest(noteScrapes({ ...start, scrapes: null }, [before], 1000), [goesOn, up, born], 1010).state.canary
        .errors,
    ).toBe(40);
  });

  test("lets it begin with less at a smaller weight", () => {
    const known = noteScrapes(begin({}, { weight: 1 }), [before], 1000);
    expect(ingest(known, [goesOn, up, born], 1010).state.canary.errors).toBe(0);
  });
});

test("rebase() keeps what scrapes told, also where evidence was saved without", () => {
  const { state } = countCanary([series("canary", "200", idle(1060, 1002))], 1060);
  expect(rebase(state).scrapes).toEqual(state.scrapes);
  expect(rebase({ ...state, series: null, scrapes: null }).scrapes).toEqual([]);
});

describe("a series seen for the first time", () => {
  const goesOn = series(
    "canary",
    "200",
    idle(1060, 1002).map(([at], i) => [at, 100 * i]),
  );

  const begun = (first: number) =>
    series("canary", "500", [
      [1022, first],
      [1027, first + 5],
    ]);
  const old = { ...series("canary", "404", [[1022, 40_000]]), id: "old" };

  test.each<[string, number, number]>([
    ["counts from 0 as far as the traffic can have brought it", 40, 45],
    ["is a baseline where it begins with more than that", 4000, 5],
  ])("%s", (_, first, errors) => {
    expect(countCanary([goesOn, begun(first)], 1060).canary.errors).toBe(errors);
  });

  test("is a baseline where one that appears beside it begins with more than that", () => {
    expect(countCanary([goesOn, old, begun(40)], 1060).canary.errors).toBe(5);
  });

  test("may begin with more on the track that has more weight", () => {
    const of = (track: "stable" | "canary") => {
      const own = series(track, "500", [
        [1022, 900],
        [1027, 901],
      ]);
      const { state } = countCanary([goesOn, { ...own, target: "canary-pod" }], 1060);
      return state[track].errors;
    };
    expect([of("stable"), of("canary")]).toEqual([901, 1]);
  });

  test("is a baseline where another of its track and target ended just before", () => {
    const ended = series(
      "canary",
      "503",
      idle(1017, 1002).map(([at]) => [at, 7]),
    );
    const born = series("canary", "500", [
      [1022, 9],
      [1027, 10],
    ]);
    expect(countCanary([goesOn, ended, born], 1060).canary.errors).toBe(1);
    const later = series("canary", "500", [
      [1042, 9],
      [1047, 10],
    ]);
    expect(countCanary([goesOn, ended, later], 1060).canary.errors).toBe(10);
  });

  test("is a baseline where its scrape was read without it", () => {
    const { state } = countCanary([goesOn], 1040);
    const late = series("canary", "500", [
      [1022, 9],
      [1047, 10],
    ]);
    expect(countCanary([goesOn, late], 1060, state).canary.errors).toBe(1);
  });

  test("of a target whose labels were changed counts nothing twice, though it goes on to be up", () => {
    const up = { ...series("canary", "up", idle(1310, 1002)), counters: [] };
    const count = (from: number, until: number, start: number) =>
      Array.from({ length: (until - from) / 5 }, (_, i): [number, number] => [from + 5 * i, start + 5 * i]);
    const before = series("canary", "200", count(1002, 1157, 400_000));
    const after = { ...series("canary", "200", count(1157, 1307, 400_155)), id: "with one label more" };
    expect(countCanary([up, before, after], 1310).canary.requests).toBe(295);
  });
});

test.each([15, 30, 60])("a tick of 5 s counts everything where scrapes come every %d s", (every) => {
  const scraped = (track: "canary" | "stable", first: number, rate: number) =>
    series(
      track,
      "200",
      Array.from({ length: 21 }, (_, i): [number, number] => [first + every * i, 1000 + rate * every * i]),
    );
  const all = [scraped("canary", 1003, 2), scraped("stable", 1001, 8)];
  let state = countCanary([], 1000).state;
  for (let now = 1001; now <= 1003 + every * 20; now += 5) {
    const seen = all.map((one) => ({ ...one, samples: one.samples.filter(([at]) => at <= now) }));
    state = ingest(state, seen, now).state;
  }
  state = ingest(state, all, 1010 + every * 20).state;
  expect(state.canary.requests).toBe(40 * every);
  expect(state.stable.requests).toBe(160 * every);
  expect(state.stage?.heldSeconds).toBeGreaterThan(19 * every);
  expect(state.stage?.noData).toBe(false);
});
