import { done, image } from "../../e2e/support/app";
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
