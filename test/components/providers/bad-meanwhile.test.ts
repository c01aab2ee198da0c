import { imageOf } from "../../support/environment";
import type { Deployment } from "../../../components/cluster/workloads";
import { paths, startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
let app: FakeApp;
let engine: FakeEngine;

const canary = (): Deployment => app.cluster.get<Deployment>(paths.deployment("canary")) as Deployment;

/** An app whose second image has passed its first stage. */
beforeEach(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
  await engine.upStage(B, "5");
});

afterEach(async () => await app.stop());

test("a canary that turns bad between gate and shift is taken off, not left where it is", async () => {
  const afterGate = async (): Promise<void> => {
    app.failing = 1;
    while (app.counters.total("canary", "500") < 60) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await expect(engine.upStage(B, "100", { afterGate })).rejects.toThrow(
    /says fail: .*all traffic is on stable/,
  );
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [{ image: B }] });
});

test("a canary that turns bad while its further pods are waited for is taken off before they are ready", async () => {
  const { settings } = app;
  Object.assign(app, {
    settings: (...which: Parameters<typeof settings>) => ({ ...settings(...which), readySeconds: 40 }),
  });
  const afterGate = async (): Promise<void> => {
    app.failing = 1;
    app.unready.add("canary");
    while (canary().status?.readyReplicas !== 0) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await expect(engine.upStage(B, "100", { afterGate })).rejects.toThrow(
    /says fail: .*all traffic is on stable/,
  );
  expect(app.weight()).toBe(0);
  expect(app.ledger().moves.map(({ to }) => to)).not.toContain(100);
});
