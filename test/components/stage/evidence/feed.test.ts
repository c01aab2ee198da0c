import { weightStage } from "../../../../components/core/stage/exposure";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import { save, startRelease, startStage } from "../../../../components/core/verdict/index";
import { feedEvidence } from "../../../../components/stage/evidence/feed";
import { openSource } from "../../../../components/prometheus/source";
import { explainForecast, forecast } from "../../../../components/stage/evidence/forecast";
import { chooseObjectives } from "../../../../components/stage/evidence/objectives";
import { pinnedMetrics, pinnedParameters } from "../../../../components/stage/evidence/pinned";
import { clusterWith, podSeries, settingsWith } from "../../../support/evidence";
import type { Stored } from "../../../support/evidence";
import { attemptOf, ledgerOf } from "../../../support/gate";

const now = 1_763_000_300;
const began = now - 120;
const histogram = "http_server_request_duration_seconds";
const latency = "metrics: [{ name: latency, kind: latency, bounds: [250ms, 1s] }]";

/** Samples every 5 s in which a counter grows by `each`. */
const growing = (each: number) =>
  Array.from({ length: 40 }, (_, i) => [now - 2 - 5 * (39 - i), i * each] as const);

/** A pod whose requests per scrape are so many, so many of them above 250 ms, none above 1 s. */
function pod(track: string, requests: number, slow: number, bounds = ["0.1", "0.25", "1.0", "+Inf"]): Stored {
  const status = { http_response_status_code: "200" };
  const within = (le: string) => (Number(le) < 1 ? requests - slow : requests);
  return [
    podSeries(track, `${histogram}_count`, status, growing(requests)),
    ...bounds.map((le) => podSeries(track, `${histogram}_bucket`, { ...status, le }, growing(within(le)))),
    podSeries(
      track,
      "up",
      {},
      growing(0).map(([at]) => [at, 1] as const),
    ),
  ];
}

async function releaseOf(analysis: string, stored: Stored, weight = 5) {
  const settings = settingsWith(analysis);
  const { objectives } = await chooseObjectives(clusterWith(stored).cluster, settings, began);
  const ledger = ledgerOf({ weight, attempt: attemptOf(["soaking"], { objectives }) });
  const evidence = startStage(startRelease(pinnedParameters(ledger, settings)), {
    weight: 1,
    nextWeight: 5,
    minimumHoldSeconds: 60,
    deadlineSeconds: 1800,
    startedAtSeconds: began,
  });
  return { settings, ledger: { ...ledger, evidence: save(evidence) } as Ledger };
}

async function feed(analysis: string, stored: Stored, refuse?: (query: string) => string | undefined) {
  const { settings, ledger } = await releaseOf(analysis, stored);
  const { cluster, asked } = clusterWith(stored, refuse);
  const fed = await feedEvidence(cluster, settings, ledger, now);
  return { fed, asked, settings, ledger };
}

test("a canary that is slower than stable fails by its histogram, in one request for all that is built in", async () => {
  const { fed, asked } = await feed(latency, [...pod("stable", 95, 1), ...pod("canary", 20, 10)]);
  expect(fed.metrics).toMatchObject({ problems: [], unread: [] });
  expect(fed.fact).toMatchObject({ kind: "fail", basis: "relative" });
  expect(fed.state?.relative).toHaveLength(3);
  expect(asked.filter((query) => query !== "time()")).toHaveLength(1);
});

test("a canary as fast as stable passes", async () => {
  const { fed } = await feed(latency, [...pod("stable", 95, 5), ...pod("canary", 20, 1)]);
  expect(fed.fact).toMatchObject({ kind: "pass" });
});

test("a bucket that is not there is named with those that are, and nothing passes without it", async () => {
  const { fed, asked } = await feed(latency, [
    ...pod("stable", 95, 5, ["0.1", "1.0", "+Inf"]),
    ...pod("canary", 20, 1),
  ]);
  expect(fed.metrics.unread).toEqual([
    {
      metric: "latency",
      query: expect.stringContaining("http_server_request_duration") as string,
      problem: `no bucket le="0.25" of stable at scholarlink-stable-1@scholarlink-stable-1:80; ${histogram} has the buckets 0.1, 0.25, 1`,
    },
  ]);
  expect(fed.fact).toMatchObject({ kind: "inconclusive", basis: "noData" });
  expect(fed.fact?.sentence).toContain("no usable answer for latency");
  expect(fed.state?.canary.requests).toBeGreaterThan(0);
  expect(asked.filter((query) => query.startsWith("count by"))).toHaveLength(1);
});

test("a native histogram is named instead of being no series", async () => {
  const native = { metric: { __name__: histogram }, values: [] };
  const { fed } = await feed("interval: 5s", [native]);
  expect(fed.metrics.diagnosis).toContain("is a native histogram there");
  expect(fed.metrics.ageSeconds).toEqual({});
});

const all =
  "metrics: [{ name: limited, kind: events, codes: [429] }, { name: csp, kind: events, query: csp_total }, { name: cpu, kind: gauge, query: max(cpu), limit: 0.8 }]";
const counted = [...pod("stable", 95, 5), ...pod("canary", 20, 1)];
const csp = [
  podSeries("stable", "csp_total", {}, growing(1)),
  podSeries("canary", "csp_total", {}, growing(0)),
];
const cpu = (value: number) => ({
  metric: { __name__: "max" },
  values: growing(0).map(([at]) => [at, value] as const),
});

test("answers by status are counted with the requests, a metric with a query of its own costs one request", async () => {
  const limited = podSeries(
    "canary",
    `${histogram}_count`,
    { http_response_status_code: "429" },
    growing(15),
  );
  const { fed, asked } = await feed(all, [...counted, ...csp, cpu(0.1), limited]);
  expect(fed.metrics.unread).toEqual([]);
  expect(fed.fact).toMatchObject({ kind: "fail", basis: "relative" });
  expect(asked.filter((query) => query !== "time()")).toHaveLength(3);
});

test("a gauge above its limit holds", async () => {
  const { fed, settings, ledger } = await feed(all, [...counted, ...csp, cpu(0.9)]);
  const seen = { series: fed.series, unread: [] };
  expect(explainForecast(forecast(settings, ledger, weightStage(5), now, seen))).toBe(
    "forecast: this stage would not end while this lasts: cpu is 0.9, limit 0.8",
  );
  expect(fed.fact).toMatchObject({ kind: "inconclusive", basis: "overLimit" });
  expect(fed.fact?.sentence).toContain("cpu is 0.9, limit 0.8");
});

test("a metric that Prometheus cannot answer is named; requests are judged on", async () => {
  const refuse = (query: string) => (query.includes("csp") ? "parse error" : undefined);
  const { fed, settings, ledger } = await feed(all, [...counted, cpu(0.1)], refuse);
  expect(fed.metrics.unread).toEqual([
    { metric: "csp", query: "csp_total", problem: expect.stringContaining("parse error") },
  ]);
  expect(fed.fact).toMatchObject({ kind: "inconclusive", basis: "noData" });
  expect(fed.state?.canary.requests).toBeGreaterThan(0);
  const seen = { series: fed.series, unread: fed.metrics.unread.map(({ metric }) => metric) };
  expect(explainForecast(forecast(settings, ledger, weightStage(5), now, seen))).toBe(
    "forecast: this stage would not end while this lasts: csp cannot be read",
  );
});

test("the forecast is the same from what the gate read as from a reading of its own", async () => {
  const { fed, settings, ledger } = await feed(all, [...counted, ...csp, cpu(0.1)]);
  const { series } = await openSource(clusterWith(counted).cluster, settings).read(now - 300, now);
  const own = forecast(settings, ledger, weightStage(20), now, { series });
  const shared = forecast(settings, ledger, weightStage(20), now, { series: fed.series, unread: [] });
  expect(shared?.requestsPerSecond).toBeCloseTo(23, 0);
  expect(shared?.requestsPerSecond).toBeCloseTo(own?.requestsPerSecond ?? 0, 0);
  expect(explainForecast(shared)).toMatch(
    /^forecast: this stage takes about \d+ s at today's 2\d\.\d requests\/s$/,
  );
  expect(forecast(settings, ledger, weightStage(7), now, { series: fed.series })).toBeUndefined();
  expect(explainForecast(forecast(settings, ledger, weightStage(5), now, { series: [] }))).toContain(
    "forecast: unknown",
  );
  expect(explainForecast({ requestsPerSecond: 0, seconds: Infinity })).toContain("gets no requests");
});

test("an attempt that began when there were errors only goes on with errors only", async () => {
  const { settings: old } = await releaseOf("interval: 5s", counted);
  const { objectives } = await chooseObjectives(clusterWith(counted).cluster, old, began);
  const { metrics: _, outcomes: __, places: ___, ...before } = objectives;
  const evidence = startStage(startRelease(pinnedParameters(undefined, old)), {
    weight: 1,
    nextWeight: 5,
    minimumHoldSeconds: 60,
    deadlineSeconds: 1800,
    startedAtSeconds: began,
  });
  const ledger = ledgerOf({ weight: 1, attempt: attemptOf(["soaking"], { objectives: before }), evidence });
  const today = settingsWith(all);
  const fed = await feedEvidence(clusterWith(counted).cluster, today, ledger, now);
  expect(fed.metrics.problems).toEqual([]);
  expect(fed.fact?.kind).toBe("pass");
  expect(pinnedMetrics(ledger, today)).toEqual([]);
  expect(pinnedMetrics(ledgerOf(), today)).toHaveLength(3);
});

test("metrics are pinned with the objectives: a change is for the next attempt", async () => {
  const { ledger } = await releaseOf(all, [...counted, ...csp, cpu(0.1)]);
  const changed = settingsWith(latency);
  expect(pinnedMetrics(ledger, changed).map(({ name }) => name)).toEqual(["limited", "csp", "cpu"]);
  expect(pinnedParameters(ledger, changed).events.map(({ name }) => name)).toEqual(["limited", "csp"]);
});

test("check metrics says what must be known of a source, in preview as well", async () => {
  const { settings, ledger } = await releaseOf("", []);
  const analysis = { ...settings.analysis, source: "istio" } as const;
  const { metrics } = await feedEvidence(clusterWith([]).cluster, { ...settings, analysis }, ledger, now);
  expect(metrics.notes.join()).toContain('source "istio" is experimental');
});
