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

test("a rollback to a release known to be good waits for no metric", () => {
  const waive = ["minimumHold", "passTest", "commonCause", "metrics"] as const;
  const gauges = [{ name: "cpu", limit: 0.8 }];
  const parameters = { gauges, events: [{ name: "csp", toleratedRatio: 2 }] };
  const cpu = { id: "cpu", target: "pod", track: "canary", counters: ["gauge:cpu"] } as const;
  const judgeAfter = (value: number, unread: string[]) => {
    const all = [...counters, { ...cpu, samples: [[1058, value]] as const }];
    return judge(ingest(begin(parameters, { waive }), all, 1060, unread.length > 0).state, unread);
  };
  expect(judgeAfter(0.5, ["csp"])).toMatchObject({ kind: "pass" });
  expect(judgeAfter(0.9, [])).toMatchObject({ kind: "pass" });
});
