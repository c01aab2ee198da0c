import { open } from "../../../components/cluster/connect";
import type { RouterObject } from "../../../components/core/routers/routed-kind";
import { routerOf } from "../../../components/core/routers/routers";
import { matchWeight } from "../../../components/core/stage/exposure";
import { endTraffic } from "../../../components/traffic/end/end-traffic";
import { imageOf } from "../../support/environment";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const beta = { name: "beta", match: { header: "x-beta", exact: "on" }, soak: "1s" };

describe("a match", () => {
  let app: FakeApp;
  let engine: FakeEngine;

  beforeAll(async () => {
    app = await startFakeApp("gateway", [beta]);
    engine = new FakeEngine(app);
    await engine.upBase(A);
  });

  afterAll(async () => await app.stop());

  /** Rules whose requests reach the canary: of users with the header, and of all. */
  function ways() {
    const settings = app.settings(B);
    const { kinds, path } = routerOf(settings);
    const object = app.cluster.get<RouterObject>(path(settings)) as RouterObject;
    const splits = kinds[0]?.split(object) ?? [];
    return splits
      .filter(({ probe, targets }) =>
        targets.some(({ service, share }) => !probe && service === "app-canary" && share > 0),
      )
      .map(({ targets }) =>
        targets.reduce((most, { service, share }) => (service === "app-canary" ? share : most), 0),
      );
  }

  test("goes by gate, shift and soak, without a weight", async () => {
    expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
    await expect(engine.upStage(B, "5")).rejects.toThrow("stage header x-beta must have passed");
    expect(ways()).toEqual([]);
    expect(await engine.upStage(B, "beta")).toMatchObject({ verdict: "pass" });
    expect(ways()).toEqual([100]);
    expect(app.ledger()).toMatchObject({ phase: "progressing", weight: matchWeight });
    expect(app.ledger().moves.at(-1)).toMatchObject({ from: 0, to: matchWeight });
  });

  test("is left by base as it is, and not repeated", async () => {
    const { epoch } = app.ledger();
    expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
    expect(await engine.stageChanges(B, "beta")).toBe(false);
    expect([ways(), app.ledger().epoch]).toEqual([[100], epoch]);
  });

  test("ends in the write of the next weight", async () => {
    expect(await engine.upStage(B, "5")).toMatchObject({ verdict: "pass" });
    expect(ways()).toEqual([5]);
    expect(app.ledger()).toMatchObject({ weight: 5 });
  });
});

test("a bad canary holds a match, and an abort takes it away in one write", async () => {
  const app = await startFakeApp("gateway", [{ ...beta, deadline: "6s" }]);
  const engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
  app.failing = 1;
  await expect(engine.upStage(B, "beta")).rejects.toThrow(/Held "app" at header x-beta: /);
  expect(app.ledger()).toMatchObject({ phase: "held", weight: matchWeight });
  const settings = app.settings(B);
  const cluster = await open(settings.cluster);
  const quiet = { say: () => undefined, progress: () => undefined, now: () => Date.now() / 1000 };
  const zero = { attempt: 2, kind: "abort", reason: "by hand" } as const;
  const written = await endTraffic({ settings, cluster, ...quiet }, zero);
  expect(written).toMatchObject({
    before: { live: { weight: matchWeight } },
    after: { live: { weight: 0, zeroReason: zero } },
  });
  expect(app.weight()).toBe(0);
  cluster.close();
  await app.stop();
});
