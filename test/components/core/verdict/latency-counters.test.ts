import { ingest } from "../../../../components/core/verdict";
import type { RawSeries } from "../../../../components/core/verdict";
import { begin, idle } from "./support";

function counter(id: string, counters: string[], values: number[]): RawSeries {
  const samples = values.map((value, i): [number, number] => [1002 + 5 * i, value]);
  return { id, target: "pod", track: "canary", counters, samples };
}

const stable: RawSeries = {
  id: "s",
  target: "s",
  track: "stable",
  counters: ["requests"],
  samples: idle(1060),
};
const start = begin({ latencyBoundsSeconds: [0.1, 1] });

test("slow requests are a histogram's count less its buckets", () => {
  const all = [
    counter("total", ["requests"], [0, 12]),
    counter("count", ["timed"], [0, 10]),
    counter("le=0.1", ["within:0.1"], [0, 4]),
    counter("le=1", ["within:1"], [0, 11]),
  ];
  const { ticks } = ingest(start, [stable, ...all], 1010);
  expect(ticks.at(-1)?.canary).toEqual({ requests: 12, errors: 0, timed: 10, slow: [6, 0], events: [] });
});

test("slow requests may be counted as such", () => {
  const all = [
    counter("total", ["requests"], [0, 12]),
    counter("a", ["slow:0.1"], [0, 7]),
    counter("b", ["slow:1"], [0, 99]),
  ];
  const { ticks } = ingest(start, [stable, ...all], 1010);
  expect(ticks.at(-1)?.canary).toEqual({ requests: 12, errors: 0, timed: 12, slow: [7, 12], events: [] });
});

test("errors are never more than requests", () => {
  const all = [counter("total", ["requests"], [0, 2]), counter("bad", ["errors"], [0, 5])];
  expect(ingest(start, [stable, ...all], 1010).ticks.at(-1)?.canary).toMatchObject({
    requests: 2,
    errors: 2,
  });
});

test("without its histogram nothing is known of durations: that is not the same as none being slow", () => {
  const { ticks, state } = ingest(start, [stable, counter("total", ["requests"], [0, 12])], 1010);
  expect(ticks.at(-1)?.canary).toEqual({ requests: 12, errors: 0, timed: 0, slow: [0, 0], events: [] });
  expect(state.relative[1]).toEqual(start.relative[1]);
});

describe("a histogram that is not whole tells nothing", () => {
  const total = counter("total", ["requests"], [0, 12, 24, 36]);
  const count = counter("count", ["timed"], [0, 10, 20, 30]);
  const [low, high] = [
    counter("le=0.1", ["within:0.1"], [0, 9, 18, 27]),
    counter("le=1", ["within:1"], [0, 10, 20, 30]),
  ] as const;
  const without = (series: RawSeries, at: number): RawSeries => ({
    ...series,
    samples: series.samples.filter((_, i) => i !== at),
  });
  const judge = (all: readonly RawSeries[]) => {
    const { ticks } = ingest(start, [stable, ...all], 1020);
    return ticks.flatMap(({ canary: { requests, timed, slow }, isPartial = false }) =>
      requests === 0 ? [] : [{ timed, slow, isPartial }],
    );
  };
  const known = { timed: 10, slow: [1, 0], isPartial: false };
  const unknown = { timed: 0, slow: [0, 0], isPartial: true };

  test.each<[string, readonly RawSeries[], readonly unknown[]]>([
    ["all are there", [total, count, low, high], [known, known, known]],
    ["a bucket misses a scrape", [total, count, without(low, 2), high], [known, unknown, unknown]],
    ["a bucket comes later", [total, count, without(without(low, 0), 0), high], [unknown, unknown, known]],
    ["the count misses a scrape", [total, without(count, 2), low, high], [known, unknown, unknown]],
    [
      "a bucket falls and comes back",
      [total, count, counter("le=0.1", ["within:0.1"], [0, 9, 5, 27]), high],
      [known, unknown, unknown],
    ],
    [
      "its process was restarted",
      [
        counter("total", ["requests"], [100, 112, 6, 18]),
        counter("count", ["timed"], [100, 110, 6, 16]),
        counter("le=0.1", ["within:0.1"], [90, 99, 5, 14]),
        counter("le=1", ["within:1"], [100, 110, 6, 16]),
      ],
      [known, { timed: 16, slow: [2, 0], isPartial: false }],
    ],
  ])("%s", (_, all, expected) => {
    expect(judge(all)).toEqual(expected);
  });

  test("another pod's durations count", () => {
    const other = [total, count, low, high].map((one) => ({ ...one, id: `b ${one.id}`, target: "b" }));
    const both = [total, count, low, ...other];
    expect(judge(both)).toEqual([known, known, known]);
  });
});
