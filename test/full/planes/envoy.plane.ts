import { GATEWAY } from "../../../sandbox/cluster/config/manifests/gateway";
import { done, image } from "../../e2e/support/app";
import { gradeRoutes } from "../../e2e/support/requests/header-score";
import { testTls, tlsSecret } from "../../e2e/support/routes/tls-scene";
import { openOwnApp } from "../support/own-app";
import type { OwnApp } from "../support/own-app";
import { planeStages, testReleases } from "../support/plane-releases";

// Envoy behind Contour, whose own counters are the evidence.

let plane: OwnApp;

beforeAll(async () => {
  plane = await openOwnApp(
    "envoy",
    { stages: planeStages, analysis: { source: "contour", interval: "2s" } },
    "envoy",
  );
}, 1_800_000);

afterAll(async () => {
  await plane.close();
});

testReleases({ app: () => plane.app, weight: async () => await plane.app.weight() });

test("headers of the configuration come with every answer through Envoy and score A+", async () => {
  const { app } = plane;
  const set = { "Referrer-Policy": "same-origin" };
  await app.configure(image("v2"), { edge: { headers: { hsts: "subdomains", set } } });
  done(await app.up());
  const wanted = Array.from({ length: 6 }, () => "A+ same-origin");
  await app.until("Envoy follows", async () => {
    return (await gradeRoutes(app, "referrer-policy")).join() === wanted.join();
  });
});

describe("TLS that Envoy ends", () => {
  testTls({
    router: "gateway",
    // Contour follows one Gateway alone.
    traffic: { gateway: { name: GATEWAY.name, namespace: GATEWAY.namespace, listener: "https" } },
    status: 301,
    setsVersion: false,
    sandbox: () => plane.app.sandbox,
    prepare: async (app) => {
      const show = async (name: string, namespace: string): Promise<void> => {
        const path = "/spec/listeners/1/tls/certificateRefs";
        const patch = JSON.stringify([{ op: "replace", path, value: [{ name, namespace }] }]);
        const at = ["-n", GATEWAY.namespace, "patch", "gateway", GATEWAY.name];
        await app.kubectl(...at, "--type=json", "-p", patch);
      };
      await show(tlsSecret, app.namespace);
      return async () => await show(GATEWAY.certificate, GATEWAY.namespace);
    },
  });
});

test("copies are refused: Contour copies every request, whatever share the route says", async () => {
  const { app } = plane;
  const mirror = { name: "mirror", mirror: { percent: 20, repeatable: ["GET"] }, soak: "5s" };
  await app.configure(image("v2"), { stages: [mirror, ...planeStages] });
  const refused = await app.up();
  expect(refused.sluiceCode).toBe(2);
  expect(refused.text).toContain(
    "the class of Gateway gateway/sluice must state that it copies requests, as sluice:stages[].mirror asks",
  );
  await app.configure(image("v2"), { stages: planeStages });
});

test("the naive order, pods before the weight, fails requests: these tests would see it", async () => {
  const { app } = plane;
  await app.configure(image("v1"));
  done(await app.sluice("retry", app.environment, "-C", app.folder, "--reason", "once more"));
  done(await app.up());
  done(await app.up(`${app.environment}-canary-20`));
  const load = app.load(100);
  await app.kubectl("scale", "deployment", "scholarlink-canary", "--replicas=0");
  await app.until("requests of the canary's share fail", async () => (load.snapshot()?.failed ?? 0) > 20);
  done(await app.sluice("abort", app.environment, "-C", app.folder, "--reason", "by hand"));
});
