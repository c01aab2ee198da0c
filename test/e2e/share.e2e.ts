import { writeFile } from "node:fs/promises";
import path from "node:path";
import { trackLabels } from "../../components/core/settings";
import { startLoad } from "../../sandbox/load/load";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import type { Running } from "./support/run";

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
