import { askBudgets, gateBudgets } from "../../../../components/stage/gate/read-budget";
import type { Settings } from "../../../../components/core/settings";
import type { Slo } from "../../../../components/core/slo/slo";
import { connectOnce } from "../../../../components/cluster/connect";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { startFakePrometheus } from "../../../support/fake-prometheus";
import type { FakePrometheus } from "../../../support/fake-prometheus";
import { attemptOf, imageOf } from "../../../support/gate";

const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const about = { name: "availability", target: 0.999, windowSeconds: 2_592_000 };
let app: FakeApp;
let prometheus: FakePrometheus;
/** Answer to the rules' series, and to the counters. */
let answers: readonly (number | undefined)[] = [];
/** Ends of the histogram's buckets, as Prometheus has them. */
let buckets: readonly string[] = [];

beforeAll(async () => {
  app = await startFakeApp();
  prometheus = await startFakePrometheus((response, _, { parameters }) => {
    const query = parameters.get("query") ?? "";
    if (query.startsWith("count by (__name__, le)")) {
      const name = "traefik_service_request_duration_seconds_bucket";
      const found = buckets.map((le) => ({ metric: { __name__: name, le }, value: [1, "1"] }));
      response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result: found } }));
      return;
    }
    const value = answers[query.startsWith("slo:") ? 0 : 1];
    const result = value === undefined ? [] : [{ metric: {}, value: [1, String(value)] }];
    response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
  });
});
afterAll(async () => {
  await app.stop();
  await prometheus.close();
});

function settingsWith(url = prometheus.url): Settings {
  const settings = app.settings(imageOf("a"));
  return { ...settings, slos: [slo], analysis: { ...settings.analysis, prometheus: url } };
}
const ask = async (one = slo, settings = settingsWith()) => {
  const [budget] = await askBudgets(await connectOnce(settings.cluster), { ...settings, slos: [one] });
  return budget;
};

test("askBudgets() takes the rules' series, and the counters where these are not loaded", async () => {
  answers = [0.25, 0.75];
  expect(await ask()).toEqual({ ...about, kind: "known", remaining: 0.25 });
  answers = [undefined, 0.75];
  expect(await ask()).toEqual({ ...about, kind: "known", remaining: 0.75 });
  expect(prometheus.asked.at(-1)?.parameters.get("query")).toMatch(/^1 - \(\(sum\(.*\[30d\].* \/ 0\.001$/);
  answers = [];
  expect(await ask()).toMatchObject({ kind: "unknown" });
});

test("askBudgets() asks a query of one's own alone", async () => {
  answers = [undefined, 0.5];
  expect(await ask({ ...slo, budgetQuery: "pyrra_budget" })).toMatchObject({ remaining: 0.5 });
  expect(prometheus.asked.at(-1)?.parameters.get("query")).toBe("pyrra_budget");
});

test("askBudgets() refuses a bound that no bucket ends at, with those that there are, and asks nothing else", async () => {
  const slow: Slo = { ...slo, name: "latency", withinSeconds: 0.25 };
  answers = [0.25];
  buckets = ["0.1", "1.2", "0.3", "+Inf", "5.0"];
  const asked = prometheus.asked.length;
  expect(await ask(slow)).toMatchObject({
    kind: "unknown",
    withinSeconds: 0.25,
    problem: "no bucket ends at 250ms: buckets end at 100ms, 300ms, 1.2s, 5s",
  });
  expect(prometheus.asked).toHaveLength(asked + 1);
  expect(await ask({ ...slow, withinSeconds: 0.3 })).toMatchObject({ kind: "known", remaining: 0.25 });
  answers = [undefined, 0.5];
  expect(await ask({ ...slow, withinSeconds: 5 })).toMatchObject({ kind: "known", remaining: 0.5 });
  expect(prometheus.asked.at(-1)?.parameters.get("query")).toContain("clamp_min(1 - sum(");
  buckets = [];
  expect(await ask(slow)).toMatchObject({ problem: "no histogram of durations is there" });
  expect(await ask({ ...slow, budgetQuery: "own" })).toMatchObject({ kind: "known" });
});

test("askBudgets() tells why nothing is known", async () => {
  expect(await ask(slo, settingsWith("http://127.0.0.1:1"))).toMatchObject({
    kind: "unknown",
    problem: expect.stringContaining("ECONNREFUSED") as string,
  });
});

test("the gate asks neither of a rollback nor a hotfix, nor where there is traffic or no objective", async () => {
  const settings = settingsWith();
  const cluster = await connectOnce(settings.cluster);
  const { slos: _, ...without } = settings;
  answers = [-1];
  expect(await gateBudgets(cluster, without, attemptOf(), false)).toBeUndefined();
  expect(await gateBudgets(cluster, settings, attemptOf(), false)).toMatchObject([
    { kind: "known", remaining: -1 },
  ]);
  const why = async (changes: Parameters<typeof attemptOf>[1]) =>
    await gateBudgets(cluster, settings, attemptOf([], changes), false);
  expect(await why({ kind: "rollback" })).toMatchObject([{ kind: "not-asked", why: "this is a rollback" }]);
  expect(await why({ profile: "hotfix" })).toMatchObject([{ kind: "not-asked", why: "this is a hotfix" }]);
  const asked = prometheus.asked.length;
  expect(await gateBudgets(cluster, settings, attemptOf(), true)).toMatchObject([
    { kind: "not-asked", why: "it was asked before traffic first rose" },
  ]);
  expect(prometheus.asked).toHaveLength(asked);
});
