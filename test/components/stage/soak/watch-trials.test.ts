import type { MetricRule } from "../../../../components/core/evidence/metric-rule";
import type { CheckSpec } from "../../../../components/core/checks/spec";
import type { Settings } from "../../../../components/core/settings";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";
import { imageOf } from "../../../support/environment";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
let app: FakeApp;
let engine: FakeEngine;

/** The fake's Prometheus answers every query with the counters of both tracks. */
const grave: readonly MetricRule[] = [
  // Events of all users against the requests of each track: twenty times as many per request of the canary's 5 %.
  { kind: "events", name: "crowded", toleratedRatio: 2, queries: { stable: "a", canary: "b" } },
  { kind: "gauge", name: "high", query: "a", limit: 1, direction: "atMost" },
  { kind: "gauge", name: "absent", query: "exported_service", limit: 1, direction: "atMost" },
  { kind: "latency", name: "unmeasured", boundsSeconds: [0.25], toleratedRatio: 1.2 },
];
const check = (name: string, status: number): CheckSpec => ({
  name,
  uses: ["gate"],
  timeoutMs: 2000,
  question: { kind: "requests", requests: [{ url: "/", method: "GET", expect: { status: [status] } }] },
});
const away: CheckSpec = {
  name: "away",
  uses: ["gate"],
  timeoutMs: 500,
  question: { kind: "webhook", url: "http://127.0.0.1:1/" },
};

/** An app whose settings have these trials. */
async function start(trials: readonly MetricRule[], trialChecks: readonly CheckSpec[] = []): Promise<void> {
  const made = await startFakeApp("gateway", [], {
    stages: "[{ weight: 5, soak: 15s }, { weight: 100, soak: 2s }]",
  });
  const withTrials = (settings: Settings): Settings => ({
    ...settings,
    analysis: { ...settings.analysis, trials },
    ...(trialChecks.length === 0 ? {} : { trialChecks }),
  });
  const settings: FakeApp["settings"] = (image, stack) => withTrials(made.settings(image, stack));
  app = new Proxy(made, { get: (from, key) => (key === "settings" ? settings : Reflect.get(from, key)) });
  engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
}

afterEach(async () => await app.stop());

const results = () =>
  Object.fromEntries(
    (app.ledger().attempt?.trials ?? []).map(({ name, stage, result }) => [`${name} ${stage}`, result]),
  );

test("what would have aborted, held and refused is noted, and the release passes and is promoted all the same", async () => {
  await start(grave, [check("home", 200), check("gone", 404), away]);
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
  expect(results()).toMatchObject({
    "crowded 5": "would-abort",
    "high 5": "would-hold",
    "absent 5": "unread",
    "home on canary 5": "quiet",
    "gone on canary 5": "would-refuse",
    "away 5": "unread",
  });
  expect(await engine.upStage(B, "100")).toMatchObject({ verdict: "pass" });
  await engine.upBase(B);
  expect(app.ledger()).toMatchObject({
    phase: "promoted",
    weight: 0,
    attempt: { stages: [{ phase: "passed" }, {}] },
  });
});

test("a bad canary is taken off although everything on trial is quiet", async () => {
  await start([{ kind: "events", name: "calm", toleratedRatio: 50, codes: [503] }], [check("home", 200)]);
  app.failing = 1;
  await expect(engine.upStage(B, "5")).rejects.toThrow("all traffic is on stable");
  expect(app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  expect(Object.values(results()).filter((one) => one !== "quiet")).toEqual([]);
});
