import { writeFile } from "node:fs/promises";
import path from "node:path";
import { trackLabels } from "../../components/core/settings";
import { startLoad } from "../../sandbox/load/load";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { cutRouter } from "./support/cut-router";
import type { Running } from "./support/run";
import { watchAnswers } from "./support/watch-answers";

const side = "share-side.example.org";
let app: App;
let calls: Load | undefined;

beforeAll(async () => {
  app = await createApp("share", {
    stages: [
      { weight: 5, soak: "5s" },
      { weight: 100, soak: "1h" },
    ],
    // Counted by the pods themselves: whoever calls the canary past the route's weights shows.
    analysis: { source: "opentelemetry" },
    app: { sharedServices: ["side"] },
  });
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
  const file = path.join(app.folder, "side.json");
  await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: [service, route] }));
  await app.kubectl("apply", "-f", file);
});

afterEach(async () => {
  await calls?.stop();
});

afterAll(async () => {
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
  expect(text).toMatch(/\[sluice:4\] Aborted "scholarlink" at 5 % \(relative\)/);
  expect(text).not.toMatch(/Held/);
  expect(await app.weight()).toBe(0);
  expect((await app.ledger()).phase).toBe("aborted");
});

test("P7: a router that hears of no change: the abort never says that traffic is on stable, and the canary's pods stay", async () => {
  await app.configure(image("v2"));
  done(await app.up());
  done(await app.up("share-canary-5"));
  const load = app.load(100);
  const answers = watchAnswers(app.sandbox.gatewayAddress, app.host);
  await app.until("the canary answers", async () => answers.last("v2") > 0);
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
  expect(answers.count("v2", cutAt + 20)).toBeGreaterThan(0);
  expect(JSON.parse(stdout)).toMatchObject({ weight: { from: 5, live: 0 }, lever: { seen: true } });
  expect(text).toContain("weight 0 is written, and 30 s later new requests still reach the canary");
  expect(text).not.toContain("on stable (observed)");
  await app.until(
    "it is confirmed",
    async () => (await abort()).stdout.includes('"observed":"confirmed"'),
    90,
  );
  const confirmedAt = Date.now() / 1000;
  await app.until("answers came after it", async () => answers.last() > confirmedAt + 2);
  expect(answers.count("v2", confirmedAt)).toBe(0);
  answers.stop();
  expect((await load.stop()).failed).toBe(0);
  expect(done(await app.up()).text).toMatch(/second lever is undone/);
});
