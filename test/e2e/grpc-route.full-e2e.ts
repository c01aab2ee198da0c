import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { lookAtPath, reached, readCallRules, readCallShares } from "./support/routes/call-shares";
import { applyRoute } from "./support/routes/own-route";

let app: App;

const at = (weight: number) => [
  ["scholarlink-stable", 100 - weight],
  ["scholarlink-canary", weight],
];

const weights = [20, 100].map((weight) => ({ weight, soak: "5s" }));

beforeAll(async () => {
  app = await createApp("grpc", {
    stages: weights,
    traffic: { from: { object: "scholarlink", kind: "GRPCRoute" } },
  });
  await app.kubectl("create", "service", "clusterip", "old", "--tcp=80:80");
  await applyRoute(
    app,
    [
      {
        name: "old",
        matches: [
          { method: { type: "Exact", service: "old.v1.Carts" }, headers: [{ name: "x-v", value: "1" }] },
        ],
        backendRefs: [{ name: "old", port: 80, weight: 7 }],
      },
      { backendRefs: [{ name: "scholarlink", port: 8080 }] },
    ],
    "GRPCRoute",
  );
});

afterAll(async () => {
  await app.remove();
});

test("a good release goes through a GRPCRoute of the user's own to promoted, without one failed request", async () => {
  const [other] = await readCallRules(app);
  done(await app.up());
  expect(await readCallShares(app)).toEqual(at(0));
  const load = app.load(100);
  await app.configure(image("v2"));
  done(await app.up());
  const stage = done(await app.up("grpc-canary-20"));
  expect(stage.text).toContain("traffic 0 → 20 %");
  expect(await readCallShares(app)).toEqual(at(20));
  // Health calls by Sluice's own rules, through the gateway, to both tracks.
  expect(await lookAtPath(app, "grpc-canary-100")).toMatch(reached);
  done(await app.up("grpc-canary-100"));
  expect(await readCallShares(app)).toEqual(at(100));
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  const after = await readCallRules(app);
  expect([await readCallShares(app), after[0], after.length]).toEqual([at(0), other, 5]);
  const report = await load.stop();
  expect([report.failed, report.failures]).toEqual([0, []]);
  expect(report.ok).toBeGreaterThan(1000);
});
