import { isByPods, routers } from "../../../components/core/routers/routers";
import { imageOf } from "../../support/environment";
import type { Deployment } from "../../../components/cluster/workloads";
import { paths, startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { stageKeys } from "../../support/fake-cluster/by-router";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B, C] = ["a", "b", "c"].map(imageOf) as [string, string, string];

// The other tests of this folder go by the first one.
describe.each(routers.slice(1).map(({ name }) => name))("by router %s", (router) => {
  let app: FakeApp;
  let engine: FakeEngine;
  let timer: NodeJS.Timeout | undefined;

  beforeAll(async () => {
    app = await startFakeApp(router);
    engine = new FakeEngine(app);
  });

  afterAll(async () => await app.stop());

  /** Shares of pods beyond what the ledger has granted, as long as both tracks are in; empty for other routers. */
  function watchPods(): readonly string[] {
    const beyond: string[] = [];
    timer = setInterval(() => {
      const pods = app.cluster.get<Deployment>(paths.deployment("canary"))?.spec.replicas ?? 0;
      const [weight, { weight: from, intent }] = [app.weight(), app.ledger()];
      const share = (100 * pods) / (2 + pods);
      if (isByPods(router) && weight > 0 && weight < 100 && share > Math.max(from, intent?.to ?? 0))
        beyond.push(`${pods} pods at ${weight} %`);
    }, 100);
    return beyond;
  }

  afterEach(() => clearInterval(timer));

  test("a release goes from 0 to 100 and is promoted, each weight by one gate", async () => {
    expect(await engine.upBase(A)).toMatchObject({ phase: "promoted" });
    expect(await engine.upBase(B)).toMatchObject({ phase: "progressing" });
    await expect(engine.upStage(B, "100")).rejects.toThrow(/stage \d+ % must have passed/);
    expect(app.weight()).toBe(0);
    const beyond = watchPods();
    for (const key of stageKeys(router)) {
      expect(await engine.upStage(B, key)).toMatchObject({ verdict: "pass" });
      expect(app.weight()).toBe(Number(key));
    }
    expect(await engine.upBase(B)).toMatchObject({ phase: "promoted" });
    expect(app.weight()).toBe(0);
    expect(beyond).toEqual([]);
  });

  test("a release that fails is taken off", async () => {
    await engine.upBase(C);
    app.failing = 1;
    const [first = ""] = stageKeys(router);
    const ended = await engine.upStage(C, first).then(
      () => "it passed",
      (error: unknown) => (error as Error).message,
    );
    expect(app.weight()).toBe(0);
    expect({ ended, ...app.ledger() }).toMatchObject({ phase: "aborted", weight: 0 });
  });
});
