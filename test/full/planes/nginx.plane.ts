import { pushWaf } from "../../../sandbox/images/waf";
import { done, image } from "../../e2e/support/app";
import { gradeRoutes } from "../../e2e/support/requests/header-score";
import { testTls } from "../../e2e/support/routes/tls-scene";
import { openOwnApp } from "../support/own-app";
import type { OwnApp } from "../support/own-app";
import { planeStages, testReleases } from "../support/plane-releases";

// ingress-nginx itself, whose own counters are the evidence.

let plane: OwnApp;

const share = "{.metadata.annotations.nginx\\.ingress\\.kubernetes\\.io/canary-weight}";

beforeAll(async () => {
  plane = await openOwnApp(
    "nginx",
    {
      stages: planeStages,
      traffic: { router: "nginx", propagation: "5s", drain: "10s" },
      analysis: { source: "ingress-nginx", interval: "2s" },
    },
    "nginx",
  );
}, 1_800_000);

afterAll(async () => {
  await plane.close();
});

testReleases({
  app: () => plane.app,
  weight: async () =>
    Number(await plane.app.kubectl("get", "ingress", "scholarlink-canary", "-o", `jsonpath=${share}`)),
});

test("a firewall joins behind ingress-nginx by a release that fails nobody, and the headers that it sets score A+", async () => {
  const { app } = plane;
  const load = app.load(50);
  const waf = { mode: "block", image: await pushWaf(app.sandbox.registryUrl) };
  const csp = {
    policy:
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  };
  const headers = { hsts: "subdomains", csp, set: { "Referrer-Policy": "same-origin" } };
  await app.configure(image("v2"), { edge: { waf, headers } });
  done(await app.sluice("rollout", app.environment, "-C", app.folder));
  expect((await app.ledger()).phase).toBe("promoted");
  const attack = "/?q=%3Cscript%3Ealert(1)%3C/script%3E";
  const wanted = Array.from({ length: 7 }, () => "A+ same-origin");
  expect(await gradeRoutes(app, "referrer-policy", [attack])).toEqual(wanted);
  const report = await load.stop();
  expect([report.failures, report.failed]).toEqual([[], 0]);
  // The next test's release is of the image alone.
  await app.configure(image("v2"), { edge: { waf: undefined, headers: undefined } });
});

describe("TLS that ingress-nginx ends", () => {
  testTls({
    router: "nginx",
    traffic: { router: "nginx", propagation: "5s", drain: "10s" },
    status: 308,
    setsVersion: false,
    sandbox: () => plane.app.sandbox,
  });
});

test("the naive order, stable's pods away at 100 %, fails requests: these tests would see it", async () => {
  const { app } = plane;
  await app.configure(image("v1"), { stages: planeStages });
  done(await app.sluice("retry", app.environment, "-C", app.folder, "--reason", "once more"));
  done(await app.up());
  done(await app.up(`${app.environment}-canary-20`));
  done(await app.up(`${app.environment}-canary-100`));
  const load = app.load(100);
  await app.kubectl("scale", "deployment", "scholarlink-stable", "--replicas=0");
  await app.until("all requests fail", async () => (load.snapshot()?.failed ?? 0) > 100);
});
