import type { Deployment } from "../../../components/cluster/workloads";
import { imageOf } from "../../support/environment";
import { paths, startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const service = "/api/v1/namespaces/prod/services/app";
let app: FakeApp;
let engine: FakeEngine;

beforeAll(async () => {
  app = await startFakeApp("replicas");
  engine = new FakeEngine(app);
  // From the moment on in which both tracks are in.
  app.cluster.fault(
    ({ method, path }) => method === "PATCH" && path === service && app.weight() > 0,
    { status: 403 },
    Number.POSITIVE_INFINITY,
  );
});

afterAll(async () => await app.stop());

const podsOf = (track: "stable" | "canary") =>
  app.cluster.get<Deployment>(paths.deployment(track))?.spec.replicas;

test("a release that fails gets no pods where the write of the Service is refused; stable's stay", async () => {
  await engine.upBase(A);
  await engine.upBase(B);
  app.failing = 1;
  const ended = await engine.upStage(B, "34").then(
    () => "it passed",
    (error: unknown) => (error as Error).message,
  );
  expect(ended).toContain("the second lever is taken: the canary is scaled to 0 pods");
  expect({ stable: podsOf("stable"), canary: podsOf("canary"), live: app.weight() }).toEqual({
    stable: 2,
    canary: 0,
    live: 34,
  });
  expect(app.ledger().phase).toBe("aborted");
});
