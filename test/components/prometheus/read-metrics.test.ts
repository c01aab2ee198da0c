import type { Cluster } from "../../../components/cluster/api";
import type { MetricRule } from "../../../components/core/evidence/metric-rule";
import { createPrometheus } from "../../../components/prometheus/client";
import { readMetrics } from "../../../components/prometheus/read-metrics";
import type { MetricTerms } from "../../../components/prometheus/read-metrics";
import type { MetricsTransport } from "../../../components/prometheus/transport";
import { matrix } from "../../support/fake-prometheus";

const noLogs = { call: () => Promise.reject(new Error("no pods")) } as unknown as Cluster;
const app = { namespace: "prod", app: "app" };
const rules: readonly MetricRule[] = [
  { kind: "latency", name: "latency", boundsSeconds: [1], toleratedRatio: 1.2 },
  { kind: "events", name: "csp", toleratedRatio: 2, query: 'csp_total{namespace="{{namespace}}"}' },
  { kind: "gauge", name: "cpu", query: "max by (pod) (cpu)", limit: 1, direction: "atMost" },
];
const of = (track: string, at: number, value: string) => ({
  metric: { pod: `app-${track}-1` },
  values: [[at, value]] as [number, string][],
});

async function read(
  answer: (query: string, at: number) => { status?: number; body: string },
  from = 1000,
  own: Partial<MetricTerms> = {},
) {
  const asked: string[] = [];
  const transport: MetricsTransport = {
    name: "fake",
    get: (pathAndQuery) => {
      const parameters = new URL(pathAndQuery, "http://fake").searchParams;
      const query = parameters.get("query") ?? "";
      asked.push(query);
      const { status = 200, body } = answer(query, Number(parameters.get("time")));
      return Promise.resolve({ status, body });
    },
  };
  const terms = { rules, tickSeconds: 5, tracks: ["stable", "canary"] as const, ...own };
  return { asked, ...(await readMetrics(noLogs, createPrometheus({ transport }), app, terms, from, 1060)) };
}

test("readMetrics() asks once for each metric with a query of its own, a gauge for what is fresh only", async () => {
  const { asked, series, unread } = await read((_, at) => ({
    body: matrix(of("stable", at, "1"), of("canary", at, "2")),
  }));
  expect(asked.toSorted()).toEqual(["(max by (pod) (cpu))[25s:5000ms]", 'csp_total{namespace="prod"}[121s]']);
  expect(unread).toEqual([]);
  expect(series.map(({ track, counters }) => `${track} ${counters.join()}`)).toEqual([
    "stable event:csp",
    "canary event:csp",
    "stable gauge:cpu",
    "canary gauge:cpu",
  ]);
});

test("readMetrics() reads a counter hour by hour after a long time", async () => {
  const { series } = await read(
    (_, at) => ({ body: matrix(of("stable", at, "1"), of("canary", at, "2")) }),
    -6200,
  );
  expect(series[0]?.samples.map(([at]) => at)).toEqual([-2600, 1000, 1060]);
});

test.each([
  [
    "an answer that is trouble",
    { status: 400, body: '{"error":"parse error"}' },
    /^query: HTTP 400: parse error \(fake\)$/,
  ],
  ["no series", { body: matrix() }, /^no series \(fake\)$/],
  [
    "no series of the canary",
    { body: matrix(of("stable", 1, "1")) },
    /^no series of canary: a counter must be there/,
  ],
  ["no counter", { body: matrix(of("stable", 1, "0.5")) }, /^a value that is no whole count/],
])("readMetrics() names the metric with %s and reads the others", async (_, csp, problem) => {
  const { series, unread } = await read((query, at) =>
    query.startsWith("csp") ? csp : { body: matrix(of("canary", at, "2")) },
  );
  expect(unread).toEqual([
    { metric: "csp", query: 'csp_total{namespace="prod"}', problem: expect.stringMatching(problem) },
  ]);
  expect(series.map(({ counters }) => counters)).toEqual([["gauge:cpu"]]);
});

const perTrack: MetricRule = {
  kind: "events",
  name: "waf",
  toleratedRatio: 2,
  queries: { stable: 's_total{app="{{app}}"}', canary: "c_total" },
};
const bare = (at: number) => ({
  body: matrix({ metric: { instance: "edge:1" }, values: [[at, "1"]] as [number, string][] }),
});

test("readMetrics() asks for each track where its metric has two queries, whose labels tell no track", async () => {
  const { asked, series, unread } = await read((_, at) => bare(at), 1000, { rules: [perTrack] });
  expect(asked).toEqual(['s_total{app="app"}[121s]', "c_total[121s]"]);
  expect([series.map(({ track }) => track), unread]).toEqual([["stable", "canary"], []]);
});

test("readMetrics() misses nothing of a track without traffic, and what is missing of one with it", async () => {
  const answer = (query: string, at: number) => (query.startsWith("s_") ? bare(at) : { body: matrix() });
  const rulesOf = { rules: [perTrack] };
  expect((await read(answer, 1000, { ...rulesOf, tracks: ["stable"] })).unread).toEqual([]);
  expect((await read(answer, 1000, rulesOf)).unread).toEqual([
    { metric: "waf", query: "c_total", problem: "no series (fake)" },
  ]);
});

test("readMetrics() reads logs from pods, or from Loki", async () => {
  const log = { kind: "log", name: "panics", toleratedRatio: 2, lines: "p", except: "q" } as const;
  const loki = { address: "http://127.0.0.1:9", selector: "{}" };
  const logs: readonly MetricRule[] = [log, { ...log, name: "there", loki }];
  const { unread } = await read(() => ({ body: matrix() }), 1000, { rules: logs, timeoutSeconds: 1 });
  expect(unread.map(({ metric, problem }) => [metric, problem])).toEqual([
    ["panics", "no pods"],
    ["there", expect.stringMatching(/^(unreachable|timeout): .*127\.0\.0\.1:9/)],
  ]);
});
