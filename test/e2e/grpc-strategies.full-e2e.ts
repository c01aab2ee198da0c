import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { lookAtPath, reached, readCallShares } from "./support/routes/call-shares";
import { applyRoute } from "./support/routes/own-route";

let app: App;

const weights = [20, 100].map((weight) => ({ weight, soak: "5s" }));
const beta = { name: "beta", match: { header: "x-beta", prefix: "on" }, soak: "5s" };

beforeAll(async () => {
  app = await createApp("calls", {
    stages: [beta, ...weights],
    traffic: { from: { object: "scholarlink", kind: "GRPCRoute" } },
  });
  await applyRoute(app, [{ backendRefs: [{ name: "scholarlink", port: 8080 }] }], "GRPCRoute");
  done(await app.up());
  app.load(50);
});

afterAll(async () => {
  await app.remove();
});

test("a match takes the requests with its header alone", async () => {
  const [inside, outside] = [app.watchAnswers({ "x-beta": "only" }), app.watchAnswers({ "x-beta": "off" })];
  await app.configure(image("v2"));
  done(await app.up());
  const begun = Date.now() / 1000;
  expect(done(await app.up("calls-canary-beta")).text).toContain("traffic 0 % → a match");
  const asked = Date.now() / 1000;
  await app.until("the canary answers the match", async () => inside.count("v2", asked) > 50);
  expect([inside.count("v1", asked), outside.count("v2", begun)]).toEqual([0, 0]);
  expect(outside.count("v1", begun)).toBeGreaterThan(100);
  expect(await lookAtPath(app, "calls-canary-20")).toMatch(reached);
  done(await app.sluice("abort", "calls", "-C", app.folder, "--reason", "by hand"));
  const ended = Date.now() / 1000;
  await app.until("stable answers it again", async () => inside.count("v1", ended) > 50);
  expect([...inside.failures(), ...outside.failures()]).toEqual([]);
});

test("blue-green: health calls pass on the canary at weight 0, and all calls move at once", async () => {
  await app.configure(image("v2"), {
    strategy: "blue-green",
    stages: [{ weight: 100, soak: "5s", checksFor: "5s" }],
    checks: [{ name: "health", set: "grpc-health" }],
  });
  done(await app.sluice("retry", "calls", "-C", app.folder, "--reason", "blue-green"));
  done(await app.up());
  const moved = done(await app.up("calls-canary-100"));
  expect(moved.text).toMatch(/checks passed on the canary for \d+ s at weight 0/);
  expect(moved.text).toContain("traffic 0 → 100 %");
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await readCallShares(app)).toEqual([
    ["scholarlink-stable", 100],
    ["scholarlink-canary", 0],
  ]);
});
