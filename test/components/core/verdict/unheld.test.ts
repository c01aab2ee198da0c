import { explain, ingest, judge, restore } from "../../../../components/core/verdict";
import type { EvidenceState, RawSeries } from "../../../../components/core/verdict";
import { begin, series } from "./support";

type Value = (nth: number) => number;

/** Samples every so many seconds from the beginning of the stage on, for ten minutes. */
const sampled = (value: Value, everySeconds = 5) =>
  Array.from({ length: 600 / everySeconds }, (_, nth): [number, number] => [
    1001 + everySeconds * nth,
    value(nth),
  ]);
const rising: Value = (nth) => 1000 + 20 * nth;

const pod = (name: string, value: Value, everySeconds?: number): RawSeries =>
  series("canary", "200", sampled(value, everySeconds), name);

/** A counter that is low in every second sample. */
const wavering =
  (low: Value, phase = 0): Value =>
  (nth) =>
    nth % 2 === phase ? rising(nth) : low(nth);

/** Verdict after ten minutes, and what of them counts. */
function judgeAll(canary: readonly RawSeries[], state: EvidenceState = begin()) {
  const read = ingest(state, [series("stable", "200", sampled(rising)), ...canary], 1600);
  const saved = JSON.parse(JSON.stringify(read.state)) as unknown;
  expect(restore(saved, read.state.parameters)).toEqual({ state: read.state });
  return { said: explain(judge(read.state)), held: read.state.stage?.heldSeconds, falls: read.falls };
}

test.each<[string, number, readonly RawSeries[]]>([
  [
    "by a little, and back before the tick ends",
    5,
    [
      pod(
        "a",
        wavering((nth) => rising(nth) - 50, 1),
        2.5,
      ),
    ],
  ],
  [
    "to the ground",
    0,
    [
      pod(
        "a",
        wavering(() => 0),
        2.5,
      ),
    ],
  ],
  [
    "to the ground, in two pods by turns",
    5,
    [
      pod(
        "b",
        wavering(() => 0),
      ),
      pod(
        "a",
        wavering(() => 0, 1),
      ),
    ],
  ],
])("a counter that falls at every second sample holds by its name: %s", (_name, held, canary) => {
  const judged = judgeAll(canary);
  expect(judged).toMatchObject({ held, falls: [] });
  expect(judged.said).toMatch(
    /^Not decided yet: .*no time counts while a counter falls and no restart is shown, as where two Prometheus servers answer in turn: \{\{code="200",instance="[ab]"\}\}/,
  );
});

test("durations of which every scrape lacks a bucket hold by their track", () => {
  const latency = { latencyBoundsSeconds: [0.1, 1] };
  const counter = (id: string, counters: readonly string[], value: Value): RawSeries => ({
    ...pod("a", value),
    id,
    counters,
  });
  const { said, held } = judgeAll(
    [
      counter("total", ["requests"], rising),
      counter("count", ["timed"], rising),
      counter("le=1", ["within:1"], rising),
      counter("le=0.1", ["within:0.1"], (nth) => (nth % 2 === 0 ? rising(nth) : Number.NaN)),
    ],
    begin(latency),
  );
  expect(held).toBe(5);
  expect(said).toContain(
    "Not decided yet: 55 s of the minimum time are left; no time counts while scrapes of canary lack buckets or the count of their durations",
  );
});

test("a restart holds one scrape, and nothing is said of it once time counts again", () => {
  const restarted: Value = (nth) => (nth < 60 ? rising(nth) : 20 * (nth - 59));
  const { said, held } = judgeAll([pod("a", restarted)], begin({}, { minimumHoldSeconds: 1000 }));
  expect(held).toBe(595);
  expect(said).toContain("Not decided yet: 7 min of the minimum time are left:");
});
