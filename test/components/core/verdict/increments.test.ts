import { ingest, judge } from "../../../../components/core/verdict";
import type { EvidenceState, RawSeries } from "../../../../components/core/verdict";
import { begin, series } from "./support";

const lines = (track: "stable" | "canary", samples: RawSeries["samples"]): RawSeries => ({
  id: `panics,${track}`,
  target: `panics,${track}`,
  track,
  counters: ["event:panics"],
  areIncrements: true,
  samples,
});
const every = 5;
const times = (until: number) => Array.from({ length: (until - 1000) / every }, (_, i) => 1001 + i * every);
const requests = (track: "stable" | "canary", each: number, until: number) =>
  series(
    track,
    "200",
    times(until).map((at, i) => [at, i * each]),
  );
const parameters = { events: [{ name: "panics", toleratedRatio: 2 }] };
const read = (state: EvidenceState, until: number, canary: RawSeries["samples"]) =>
  ingest(
    state,
    [
      requests("stable", 950, until),
      requests("canary", 50, until),
      lines("stable", [[until, 0]]),
      lines("canary", canary),
    ],
    until,
  ).state;

test("increments count as they are, each once, whatever came before", () => {
  const first = read(begin(parameters), 1050, [
    [1010, 3],
    [1020, 2],
    [1050, 0],
  ]);
  const again = read(first, 1100, [
    [1010, 3],
    [1020, 2],
    [1060, 1],
    [1100, 0],
  ]);
  const whole = read(begin(parameters), 1100, [
    [1010, 3],
    [1020, 2],
    [1060, 1],
    [1100, 0],
  ]);
  expect(again.relative).toEqual(whole.relative);
  expect(again.lnE).toBe(whole.lnE);
  const none = read(begin(parameters), 1100, [[1100, 0]]);
  expect(again.relative[1]).not.toEqual(none.relative[1]);
});

test("lines of the canary alone fail it, and tell nothing of its requests", () => {
  const bad: [number, number][] = times(1300).map((at) => [at, 5]);
  const state = read(begin(parameters), 1300, bad);
  expect(judge(state)).toMatchObject({ kind: "fail", basis: "relative" });
  expect(state.canary.errors).toBe(0);
  const silent = ingest(begin(parameters), [lines("canary", bad), lines("stable", bad)], 1300).state;
  expect(judge(silent)).toMatchObject({ kind: "inconclusive", reason: "noData" });
});

test("lines of a track without requests compare nothing", () => {
  const bad: [number, number][] = times(1300).map((at) => [at, 5]);
  const all = [
    requests("stable", 950, 1300),
    requests("canary", 0, 1300),
    lines("stable", [[1300, 0]]),
    lines("canary", bad),
  ];
  expect(judge(ingest(begin(parameters), all, 1300).state).kind).toBe("inconclusive");
});
