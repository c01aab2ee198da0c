import type { HttpRoute } from "../../../../components/core/routers/gateway/http-route";
import { writeWeightAs } from "../../../support/fake-cluster/route";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import { imageOf } from "../../../support/environment";
import { paths, startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";
import type { FakeRequest } from "../../../support/fake-cluster/server";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
let app: FakeApp;
let engine: FakeEngine;

const patchesRoute = ({ method, path }: FakeRequest): boolean => method === "PATCH" && path === paths.route;
const writesLedger = ({ method, path }: FakeRequest): boolean => method === "PUT" && path === paths.ledger;

/** Writes of a ledger as which it says this. */
const writesAs =
  (says: (ledger: Ledger) => boolean) =>
  (request: FakeRequest): boolean =>
    writesLedger(request) &&
    says(JSON.parse((request.body as { data: Record<string, string> }).data["ledger.json"] ?? "") as Ledger);

/** An app whose second image has begun its release. */
beforeEach(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
});

afterEach(async () => await app.stop());

test("a raise whose answer is lost is found, and made once", async () => {
  app.cluster.fault(patchesRoute, "answerLost");
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
  expect(app.ledger().moves.filter(({ to }) => to === 5)).toHaveLength(1);
  expect(app.cluster.requests.filter(patchesRoute).length).toBeGreaterThan(1);
});

test("who writes the route at the same moment wins, and is named", async () => {
  app.cluster.fault(patchesRoute, { before: () => writeWeightAs(app.cluster, 1, "other") });
  await expect(engine.upStage(B, "5")).rejects.toThrow(/the route was written by other .* just before/);
  expect(app.weight()).toBe(1);
  await expect(engine.upStage(B, "5")).rejects.toThrow("live weight is 1 %, the ledger has 0 %");
});

test.each([429, 503])("an API server that answers %i for a while delays the raise", async (status) => {
  app.cluster.fault(patchesRoute, { status }, 3);
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
  expect(app.ledger().moves.filter(({ to }) => to === 5)).toHaveLength(1);
});

test("a refusal of the raise leaves the weight, and the next run goes on", async () => {
  app.cluster.fault(patchesRoute, { status: 422 });
  await expect(engine.upStage(B, "5")).rejects.toThrow("the test asked for 422");
  expect(app.weight()).toBe(0);
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
});

test("a record whose answer is lost is written once", async () => {
  app.cluster.fault(
    writesAs(({ moves }) => moves.some(({ to }) => to === 5)),
    "answerLost",
  );
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
  expect(app.ledger().moves.filter(({ to }) => to === 5)).toHaveLength(1);
});

test("an intent whose answer is lost raises nothing, and the next run goes on", async () => {
  app.cluster.fault(
    writesAs(({ intent }) => intent?.to === 5),
    "answerLost",
  );
  await expect(engine.upStage(B, "5")).rejects.toThrow("run the same command again");
  expect(app.weight()).toBe(0);
  expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
  expect(app.ledger().moves.filter(({ to }) => to === 5)).toHaveLength(1);
});

test("an edited rule is put right at the weight that is live", async () => {
  await engine.upStage(B, "5");
  const route = app.cluster.get<HttpRoute>(paths.route) as HttpRoute;
  const [probe, ...rules] = route.spec.rules ?? [];
  app.cluster.put(paths.route, {
    ...route,
    spec: { ...route.spec, rules: [{ ...probe, filters: [] }, ...rules] },
  });
  await engine.upBase(B);
  expect(app.cluster.get<HttpRoute>(paths.route)?.spec.rules?.[0]?.filters).not.toEqual([]);
  expect(app.weight()).toBe(5);
});

test("a router that reports at the same moment is nobody who wrote the route", async () => {
  const route = app.cluster.get<HttpRoute>(paths.route) as HttpRoute;
  const { annotations: _, ...metadata } = route.metadata;
  app.cluster.delete(paths.route);
  app.cluster.put(paths.route, { ...route, metadata: { name: metadata.name, labels: metadata.labels } });
  let reports = 0;
  const report = () =>
    void app.cluster.put(paths.route, { ...app.cluster.get(paths.route), status: { n: ++reports } });
  app.cluster.fault(patchesRoute, { before: report }, 2);
  await engine.upBase(B);
  expect(reports).toBe(2);
  expect(app.ledger().epoch).not.toBe("");
});

test("a change that would replace an object is refused while it runs; what another version made of it is none", async () => {
  await expect(engine.check(B, { shape: { version: 1, template: 7 } })).rejects.toThrow(
    "only its revision may change",
  );
  expect(await engine.check(B, { shape: { version: 2, template: 7 } })).toMatchObject({
    decision: "continue",
  });
});

test("a run whose program is gone leaves the weight and says that nobody watches", async () => {
  const run = { programPid: 2 ** 22 - 1, programStart: "1" };
  await expect(engine.upStage(B, "5", { run })).rejects.toThrow(/[Ii]nterrupted/);
  expect([0, 5]).toContain(app.weight());
  expect(app.ledger().lock).toBeUndefined();
});

test("a lock that somebody renews is not taken", async () => {
  const lock = {
    id: "x",
    bootId: "other",
    pidNamespace: "1",
    pid: 1,
    processStart: "1",
    stack: "prod",
    who: "ann",
  };
  let renewal = 0;
  app.setLedger({ ...app.ledger(), lock: { ...lock, renewal } });
  const timer = setInterval(
    () => app.setLedger({ ...app.ledger(), lock: { ...lock, renewal: ++renewal } }),
    300,
  );
  await expect(engine.upStage(B, "5"))
    .rejects.toThrow(/prod \(ann, process 1\) \w+ the lock and renews it/)
    .finally(() => clearInterval(timer));
  expect(app.weight()).toBe(0);
});

test("a stable that is not ready is waited for, then traffic stays on the canary", async () => {
  await engine.upStage(B, "5");
  await engine.upStage(B, "100");
  app.unready.add("stable");
  await expect(engine.upBase(B)).rejects.toThrow("stable must be ready on");
  expect(app.weight()).toBe(100);
  expect(app.ledger().phase).toBe("promoting");
  app.unready.clear();
  expect(await engine.upBase(B)).toMatchObject({ phase: "promoted" });
  expect(app.weight()).toBe(0);
});
