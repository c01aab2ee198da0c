import { explain, ingest, judge } from "../../../../components/core/verdict";
import type { RawSeries } from "../../../../components/core/verdict";
import { begin, series } from "./support";

const samples = Array.from({ length: 13 }, (_, i): [number, number] => [1002 + 5 * i, i]);
const counters = [series("canary", "200", samples), series("stable", "200", samples)];

test("while a metric cannot be read requests are judged, no time is held and nothing passes", () => {
  const whole = ingest(begin(), counters, 1060).state;
  const partial = ingest(begin(), counters, 1060, true).state;
  expect(whole.stage?.heldSeconds).toBe(60);
  expect(partial.stage).toMatchObject({ heldSeconds: 0, canary: whole.stage?.canary });
  expect(partial.relative).toEqual(whole.relative);
  expect(judge(whole)).toMatchObject({ kind: "pass" });
  expect(judge(whole, ["latency", "csp"])).toMatchObject({ kind: "inconclusive", reason: "noData" });
  expect(explain(judge(whole, ["latency", "csp"]))).toContain(
    "Prometheus has no usable answer for latency and csp",
  );
});

test("events and durations that go on are no sign of life of requests that do not", () => {
  const events: RawSeries = {
    id: "csp",
    target: "pod",
    track: "canary",
    counters: ["event:csp"],
    samples,
  };
  const timed: RawSeries = { ...events, id: "count", counters: ["timed"] };
  const state = begin({ events: [{ name: "csp", toleratedRatio: 2 }] });
  const silent = ingest(state, [counters[1] as RawSeries, events, timed], 1060).state;
  expect(silent.freshAt.canary).toBeNull();
  expect(silent.stage).toMatchObject({ noData: true, heldSeconds: 0 });
});
