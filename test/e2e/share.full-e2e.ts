import { trackLabels } from "../../components/core/settings";
import { startLoad } from "../../sandbox/load/load";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { cutRouter } from "./support/routes/cut-router";
import { usualTraffic } from "./support/quickly";
import { prepareSlowPrometheus } from "./support/metrics/prometheus-process";
import type { PrometheusProcess } from "./support/metrics/prometheus-process";
import type { Running } from "./support/run";
import { writeObjects } from "./support/write-objects";

const side = "share-side.example.org";
let app: App;
let calls: Load | undefined;
let slow: PrometheusProcess;

beforeAll(async () => {
  app = await createApp("share", {
    stages: [
      { weight: 5, soak: "5s" },
      { weight: 100, soak: "1h" },
    ],
    // Counted by the pods themselves: whoever calls the canary past the route's weights shows.
    analysis: { source: "opentelemetry" },
    app: { sharedServices: ["side"] },
    // A router that was cut off needs a while until it follows.
    traffic: usualTraffic,
  });
  slow = await prepareSlowPrometheus(app.sandbox.prometheusUrl);
  slow.start();
  done(await app.up());
  app.load(10);
  // A Service of its own: a rule that names the canary's would be seen, and the gate would refuse.
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "side" },
    spec: { selector: trackLabels("scholarlink", "canary"), ports: [{ port: 8080, targetPort: "http" }] },
  };
  const route = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "side" },
    spec: {
      parentRefs: [{ name: "sluice", namespace: "gateway" }],
      hostnames: [side],
      rules: [{ backendRefs: [{ name: "side", port: 8080 }] }],
    },
  };
  await app.kubectl("apply", "-f", await writeObjects(app, "side", [service, route]));
});

afterEach(async () => {
  await calls?.stop();
});

afterAll(async () => {
  await slow.remove();
  await app.remove();
});

/** Starts the stage of 5 %, and calls of the canary past the route's weights as soon as it has traffic. */
async function startStage(): Promise<Running> {
  const stage = app.startUp("share-canary-5");
  await stage.seen(/traffic 0 → 5 %/);
  const { gatewayAddress: address } = app.sandbox;
  calls = startLoad({ address, host: side, ratePerSecond: 50, durationSeconds: 300 });
  return stage;
}

test("requests that do not fit the weight: nothing passes, and the stage is held", async () => {
  await app.configure(image("v2"));
  done(await app.up());
  const { text } = await (await startStage()).ended;
  expect(text).toMatch(/\[sluice:6\] Held .+ at 5 %: the requests that the tracks got do not fit the weight/);
  expect(await app.weight()).toBe(5);
  expect((await app.ledger()).phase).toBe("held");
});

test("a canary that fails is taken off before anybody knows whether requests fit its weight", async () => {
  const supersede = (await app.ledger()).attempt?.number;
  await app.configure(image("v3"), { release: { supersede } });
  done(await app.up());
  const { text } = await (await startStage()).ended;
  expect(text).toMatch(/\[sluice:4\] Aborted "scholarlink" at 5 % \((relative|synthetic)\)/);
  expect(text).not.toMatch(/Held/);
  expect(await app.weight()).toBe(0);
  expect((await app.ledger()).phase).toBe("aborted");
});

test("P7: a router that hears of no change: the abort never says that traffic is on stable, and the canary's pods stay", async () => {
  const supersede = (await app.ledger()).attempt?.number;
  await app.configure(image("v4"), { release: { supersede } });
  done(await app.up());
  done(await app.up("share-canary-5"));
  const load = app.load(100);
  const answers = app.watchAnswers();
  await app.until("the canary answers", async () => answers.last("v4") > 0);
  const abort = async () =>
    await app.sluice("abort", "share", "-C", app.folder, "--reason", "drill", "--json");
  const mend = cutRouter(app.sandbox);
  const cutAt = Date.now() / 1000;
  const { code, stdout, text } = await abort().finally(mend);
  const endedAt = Date.now() / 1000;
  console.info(`cut for ${(endedAt - cutAt).toFixed(1)} s`);
  expect(
    await app.kubectl("get", "deployment", "scholarlink-canary", "-o", "jsonpath={.status.readyReplicas}"),
  ).toMatch(/[1-9]/);
  expect(code).toBe(6);
  expect(answers.count("v4", cutAt + 20)).toBeGreaterThan(0);
  expect(JSON.parse(stdout)).toMatchObject({ weight: { from: 5, live: 0 }, lever: { seen: true } });
  expect(text).toContain("weight 0 is written, and 30 s later new requests still reach the canary");
  expect(text).not.toContain("on stable (observed)");
  await app.until("it is confirmed", async () => (await abort()).stdout.includes('"observed":"confirmed"'));
  const confirmedAt = Date.now() / 1000;
  await app.until("answers came after it", async () => answers.last() > confirmedAt + 2);
  expect(answers.count("v4", confirmedAt)).toBe(0);
  answers.stop();
  const report = await load.stop();
  expect([report.failed, report.failures]).toEqual([0, []]);
  expect(done(await app.up()).text).toMatch(/second lever is undone/);
});

/** Age of what was scraped last, seconds. */
async function ageOfScrape(): Promise<number> {
  const query = encodeURIComponent("time() - max(timestamp(scrape_samples_scraped))");
  const answer = await fetch(`${slow.url}/api/v1/query?query=${query}`);
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? Number.NaN);
}

test("P7: with scrapes of 30 s what an abort says is true, and requests from before its write never take the second lever", async () => {
  await app.configure(image("v4"), {
    analysis: { prometheus: slow.url, interval: "5s" },
    stages: [
      { weight: 5, soak: "1h" },
      { weight: 100, soak: "1h" },
    ],
  });
  done(await app.sluice("retry", "share", "--reason", "drill"));
  done(await app.up());
  const load = app.load(100);
  const answers = app.watchAnswers();
  const stage = app.startUp("share-canary-5");
  await stage.seen(/5 %: held/);
  await app.until("the canary answers", async () => answers.last("v4") > 0);
  // The next scrape comes soon after the write, and has requests of the time before it.
  await app.until("a scrape is about to come", async () => (await ageOfScrape()) > 24);
  const { code, stdout, text } = await app.sluice("abort", "share", "--reason", "drill", "--json");
  const endedAt = Date.now() / 1000;
  // The run itself goes on to look for some scrapes.
  stage.child.kill("SIGINT");
  await stage.ended;
  const report = JSON.parse(stdout) as { observed: string };
  expect(report).toMatchObject({ weight: { from: 5, live: 0 }, lever: null });
  expect(report.observed === "confirmed" ? 0 : 6).toBe(code);
  if (code !== 0) expect(text).not.toContain("on stable (observed)");
  await app.until("answers came after it", async () => answers.last() > endedAt + 2);
  expect(answers.count("v4", endedAt)).toBe(0);
  answers.stop();
  expect((await load.stop()).failed).toBe(0);
  expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  expect(
    await app.kubectl("get", "service", "scholarlink-canary", "-o", "jsonpath={.metadata.annotations}"),
  ).not.toContain("lever");
});
