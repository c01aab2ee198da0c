import { replay } from "../../replay/replay";
import type { Settings } from "../../components/core/settings";
import { explain } from "../../components/core/verdict/index";
import { openSource } from "../../components/prometheus/source";
import { settingsWith } from "../support/evidence";
import { inFull } from "./support/in-full";
import { startMetricsProxy } from "./support/metrics/metrics-proxy";
import type { MetricsProxy } from "./support/metrics/metrics-proxy";
import { preparePrometheus } from "./support/metrics/prometheus-process";
import type { PrometheusProcess } from "./support/metrics/prometheus-process";
import { ScrapedPod } from "./support/metrics/scraped-pod";
import { noCluster, Watch } from "./support/metrics/watch";
import type { Look } from "./support/metrics/watch";

const stable = new ScrapedPod("stable");
const canary = new ScrapedPod("canary");
let prometheus: PrometheusProcess;
let proxy: MetricsProxy;

const latency = "{ name: latency, kind: latency, bounds: [250ms, 1s] }";
const csp = '{ name: csp, kind: events, query: "csp_violations_total{namespace=\\"{{namespace}}\\"}" }';
const limited = "{ name: limited, kind: events, codes: [429] }";
const queue = "{ name: queue, kind: gauge, query: max by (pod) (queue_depth), limit: 10 }";

function settingsOf(...metrics: string[]): Settings {
  const settings = settingsWith(`interval: 1s, metrics: [${metrics.join(", ")}]`);
  const analysis = { ...settings.analysis, prometheus: proxy.url, requestTimeoutSeconds: 2 };
  return { ...settings, analysis };
}

const reasonOf = ({ verdict }: Look): string =>
  verdict.kind === "inconclusive" ? verdict.reason : verdict.kind;

beforeAll(async () => {
  const labels = (track: string) => ({ namespace: "default", pod: `scholarlink-${track}-1` });
  prometheus = await preparePrometheus([
    { targets: [await stable.listen()], labels: labels("stable") },
    { targets: [await canary.listen()], labels: labels("canary") },
  ]);
  prometheus.start();
  proxy = await startMetricsProxy(prometheus.url);
});

beforeEach(() => {
  stable.serve({ requests: 10, slow: 1 });
  canary.serve({ requests: 10, slow: 1 });
  canary.queueDepth = 3;
});

afterAll(async () => {
  stable.close();
  canary.close();
  proxy.close();
  await prometheus.remove();
});

test("a canary as good as stable passes with every kind of metric", async () => {
  const { verdict, reading } = await new Watch(settingsOf(latency, csp, limited, queue)).until(
    (look) => reasonOf(look) === "pass",
  );
  expect(reading).toMatchObject({ problems: [], unread: [] });
  expect(verdict.evidence.metrics.map(({ name }) => name)).toEqual([
    "errors",
    "slow:0.25",
    "slow:1",
    "event:csp",
    "event:limited",
  ]);
});

test("a slower canary fails by its histogram, and the same range replayed says the same", async () => {
  const settings = settingsOf(latency);
  const beganSeconds = Date.now() / 1000;
  canary.serve({ requests: 10, slow: 5 });
  const { verdict, state } = await new Watch(settings).until((look) => reasonOf(look) === "fail");
  expect(verdict).toMatchObject({ kind: "fail", basis: "relative" });
  expect(state.canary.errors).toBe(0);
  const rules = settings.analysis.metrics;
  const terms = { rules, tickSeconds: 1, tracks: ["stable", "canary"] as const, isHistory: true };
  const until = Date.now() / 1000;
  const { series, problems } = await openSource(noCluster, settings).readEvidence(terms, beganSeconds, until);
  expect(problems).toEqual([]);
  const replayed = replay(
    { series, latencyBoundsSeconds: [0.25, 1], notes: [] },
    {
      parameters: { tickSeconds: 1 },
      minimumHoldSeconds: 5,
      argo: { intervalSeconds: 60, successRate: 0.99, failureLimit: 3, conditions: "success" },
      flagger: { intervalSeconds: 60, successRate: 0.99, threshold: 5 },
    },
  );
  expect(replayed.modes[0]).toMatchObject({ mode: "sluice", verdict: "fail" });
  expect(replayed.modes[0]?.sentence).toContain("slower than 0.25 s");
});

test.each([
  ["answers by their status", { requests: 10, limited: 3 }, "event:limited"],
  ["a counter of the app's own", { requests: 10, reports: 3 }, "event:csp"],
])("more events by %s fail the canary", async (_, batch, name) => {
  canary.serve(batch);
  const { verdict } = await new Watch(settingsOf(csp, limited)).until((look) => reasonOf(look) === "fail");
  const loudest = verdict.evidence.metrics.toSorted((a, b) => b.lnE - a.lnE)[0];
  expect(loudest?.name).toBe(name);
});

inFull("a gauge above its limit holds and names the track; below it again the stage passes", async () => {
  canary.queueDepth = 11;
  const watch = new Watch(settingsOf(queue));
  const over = await watch.until((look) => reasonOf(look) === "overLimit");
  expect(explain(over.verdict)).toContain("queue of canary is 11, limit 10");
  canary.queueDepth = 2;
  await watch.until((look) => reasonOf(look) === "pass");
});

test("pods that restart are counted on from 0, and none of it looks like a fault", async () => {
  const watch = new Watch(settingsOf(latency, csp));
  const servedBefore = canary.served;
  const first = await watch.until(({ state }) => state.canary.requests > 200);
  canary.restart();
  stable.restart();
  const after = await watch.until(({ state }) => state.canary.requests > first.state.canary.requests + 400);
  expect(after.state.canary.requests).toBeLessThanOrEqual(canary.served - servedBefore);
  expect(after.verdict.evidence.lnE).toBeLessThan(after.verdict.evidence.amberAt);
});

inFull("without Prometheus there is no verdict; once back the evidence goes on where it was", async () => {
  const watch = new Watch(settingsOf(latency, queue));
  const before = await watch.until(({ state }) => state.canary.requests > 200);
  await prometheus.stop("SIGKILL");
  const away = await watch.until(({ reading }) => reading.problems.length > 0);
  expect(away.reading.problems[0]?.problem).toMatch(/^http: HTTP 502/);
  expect(away.verdict.kind).toBe("inconclusive");
  prometheus.start();
  const back = await watch.until(
    (look) => reasonOf(look) === "pass" && look.state.canary.requests > before.state.canary.requests,
  );
  expect(back.reading).toMatchObject({ problems: [], unread: [] });
});

inFull.each(["hang", "httpError"] as const)(
  "an overloaded Prometheus (%s) is no data: neither pass nor fail, and nothing of before is lost",
  async (mood) => {
    const settings = settingsOf(latency);
    // A server that answers gets the usual time: it must not seem to hang.
    const requestTimeoutSeconds = mood === "hang" ? 0.5 : settings.analysis.requestTimeoutSeconds;
    const watch = new Watch({ ...settings, analysis: { ...settings.analysis, requestTimeoutSeconds } });
    const before = await watch.until(({ state }) => state.canary.requests > 100);
    proxy.setMood(mood);
    const { reading, verdict } = await watch.until((look) => reasonOf(look) === "noData");
    proxy.setMood("well");
    expect(reading.problems[0]?.problem).toMatch(mood === "hang" ? /^timeout: / : /^http: HTTP 503/);
    expect(verdict.evidence.canary.requests).toBeGreaterThanOrEqual(before.state.canary.requests);
    await watch.until((look) => reasonOf(look) === "pass");
  },
);

test("Prometheus' own words on a query it cannot read, a gauge taken for a counter, and a bucket that is not there", async () => {
  const broken = [
    "{ name: broken, kind: gauge, query: 'max by (pod (x)', limit: 1 }",
    "{ name: falling, kind: events, query: queue_depth }",
    "{ name: nothing, kind: events, query: not_there_total }",
    "{ name: slow, kind: latency, bounds: [200ms] }",
  ];
  const shake = setInterval(() => {
    canary.queueDepth = 50 + ((canary.queueDepth + 13) % 40);
  }, 300);
  const settings = settingsOf(...broken);
  const isSeen = ({ reading: { unread } }: Look) =>
    unread.some(({ problem }) => problem.includes("also falls"));
  await new Watch(settings).until(isSeen);
  // A gate that begins now has read the last two minutes, as the gate before every raise has. A fall that was passed
  // again is one of a counter, until there are many of them.
  const { reading, verdict } = await new Watch(settings).until(
    (look) => look.state.ticks > 3 && isSeen(look),
  );
  clearInterval(shake);
  const problems = Object.fromEntries(reading.unread.map(({ metric, problem }) => [metric, problem]));
  expect(problems).toEqual({
    broken: expect.stringMatching(/^query: HTTP 400: bad_data: .*parse error/),
    falling: expect.stringContaining("is no counter"),
    nothing: expect.stringMatching(/^no series/),
    slow: expect.stringMatching(/^no bucket le="0.2" of (stable|canary) at /),
  });
  expect(verdict.kind).toBe("inconclusive");
  expect(await openSource(noCluster, settings).diagnose()).toBe(
    "http_server_request_duration_seconds has the buckets 0.25, 1",
  );
});
