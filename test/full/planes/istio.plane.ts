import { done, image } from "../../e2e/support/app";
import { gradeRoutes } from "../../e2e/support/requests/header-score";
import { istioCounters, readIstioWeight } from "../support/istio-route";
import { openOwnApp } from "../support/own-app";
import type { OwnApp } from "../support/own-app";
import { planeStages, testReleases } from "../support/plane-releases";

// Envoy as it is released, by istiod: Istio's own build of it, which counts in Istio's words, does not run here.

let plane: OwnApp;

beforeAll(async () => {
  plane = await openOwnApp(
    "istio",
    { stages: planeStages, traffic: { router: "istio" }, analysis: { ...istioCounters, interval: "2s" } },
    "istio",
  );
}, 1_800_000);

afterAll(async () => {
  await plane.close();
});

testReleases({ app: () => plane.app, weight: async () => await readIstioWeight(plane.app) });

test("headers of the configuration come with every answer through Envoy and score A+", async () => {
  const { app } = plane;
  const set = { "Referrer-Policy": "same-origin" };
  await app.configure(image("v2"), { edge: { headers: { hsts: "subdomains", set } } });
  done(await app.up());
  const wanted = Array.from({ length: 6 }, () => "A+ same-origin").join();
  await app.until("Envoy follows", async () => (await gradeRoutes(app, "referrer-policy")).join() === wanted);
});
