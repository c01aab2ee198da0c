import { routers } from "../../../components/core/routers/routers";
import { imageOf } from "../../support/environment";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B, C] = ["a", "b", "c"].map(imageOf) as [string, string, string];

// The other tests of this folder go by the first one.
describe.each(routers.slice(1).map(({ name }) => name))("by router %s", (router) => {
  let app: FakeApp;
  let engine: FakeEngine;

  beforeAll(async () => {
    app = await startFakeApp(router);
    engine = new FakeEngine(app);
  });

  afterAll(async () => await app.stop());

  test("a release goes from 0 to 100 and is promoted, each weight by one gate", async () => {
    expect(await engine.upBase(A)).toMatchObject({ phase: "promoted" });
    expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
    await expect(engine.upStage(B, "100")).rejects.toThrow("stage 5 % must have passed");
    expect(app.weight()).toBe(0);
    expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
    expect(app.weight()).toBe(5);
    expect(await engine.upStage(B, "100")).toMatchObject({ verdict: "pass" });
    expect(app.weight()).toBe(100);
    expect(await engine.upBase(B)).toMatchObject({ phase: "promoted" });
    expect(app.weight()).toBe(0);
  });

  test("a release that fails is taken off", async () => {
    await engine.upBase(C);
    app.failing = 1;
    await expect(engine.upStage(C, "5")).rejects.toThrow(/\S/);
    expect(app.weight()).toBe(0);
    expect(app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  });
});
