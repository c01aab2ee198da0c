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
