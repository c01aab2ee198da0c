import { beginTakeover, writeBudgets } from "../../../components/takeover/begin-takeover";
import { runTakeover } from "../../../components/takeover/run-takeover";
import { turnScalers } from "../../../components/takeover/turn-scalers";
import { demandTurned, findTurnedBack } from "../../../components/takeover/turned-back";
import { giveRouteBack } from "../../../components/takeover/give-back";
import { ingress, ingressRoute, service, virtualService } from "./users-objects";
import { ableRouters, World } from "./world";

jest.mock("../../../components/traffic/wait", () => {
  const real: typeof import("../../../components/traffic/wait") = jest.requireActual(
    "../../../components/traffic/wait",
  );
  return {
    ...real,
    waitFor: async (ask: Parameters<typeof real.waitFor>[0], options: Parameters<typeof real.waitFor>[1]) =>
      await real.waitFor(ask, { ...options, everyMs: 1 }),
  };
});

const turn = async (session: World["session"], to: "stable" | "old"): Promise<void> => {
  const record = (await session.store.read())?.ledger.takeover;
  if (record !== undefined) await turnScalers(session, record, to);
};
const forth = async (world: World): Promise<void> => {
  const { session } = world;
  await beginTakeover(session);
  await runTakeover(session, "forth", "join");
  world.declare();
  await turn(session, "stable");
  await runTakeover(session, "forth", "leave");
  const record = (await session.store.read())?.ledger.takeover;
  if (record !== undefined) await demandTurned(session, record);
};
const back = async ({ session, cluster, settings }: World): Promise<void> => {
  await giveRouteBack(cluster, settings, "rules");
  await runTakeover(session, "back");
  await turn(session, "old");
  await writeBudgets(cluster, settings, ["web"], false);
  await giveRouteBack(cluster, settings, "marks");
};

test("stable takes the place of what runs, and gives it back", async () => {
  const world = new World();
  await forth(world);
  expect(world.served()).toEqual(["stable-0", "stable-1"]);
  expect(world.budgetsOfStable()).toBe(0);
  expect(world.ledger.takeover).toMatchObject({
    deployment: "web",
    pods: 2,
    budgets: ["web"],
    scalers: ["web"],
  });
  expect(world.said).toEqual([
    "stable takes the place of Deployment web with 2 pods",
    "Deployment shop-stable: 1 → 2 pods",
    "Service front leads to stable alone",
    "HorizontalPodAutoscaler web scales shop-stable",
    "Deployment web: 2 → 0 pods",
  ]);
  expect(world.scaled()).toBe("shop-stable");
  await back(world);
  expect(world.scaled()).toBe("web");
  expect(world.served()).toEqual(["old-0", "old-1"]);
});

test("KEDA's ScaledObject is turned to stable, and old goes once KEDA has followed", async () => {
  const world = new World("gateway", "ScaledObject web");
  await forth(world);
  expect(world.said.slice(-2)).toEqual(["ScaledObject web scales shop-stable", "Deployment web: 2 → 0 pods"]);
  expect(world.scaled()).toBe("shop-stable");
  await back(world);
  expect(world.scaled()).toBe("web");
  expect(world.served()).toEqual(["old-0", "old-1"]);
});

test("while KEDA does not follow, old keeps its pods, and the same command goes on", async () => {
  const world = new World("gateway", "ScaledObject web");
  world.hasKeda = false;
  const real = performance.now.bind(performance);
  const since = real();
  const hurried = jest.spyOn(performance, "now").mockImplementation(() => since + (real() - since) * 1000);
  await expect(forth(world)).rejects.toThrow(
    /Cannot turn ScaledObject web of "shop": HorizontalPodAutoscaler keda-hpa-web must scale shop-stable within 60 s: got web/,
  );
  hurried.mockRestore();
  expect(world.said).not.toContain("Deployment web: 2 → 0 pods");
  world.hasKeda = true;
  world.follow();
  await forth(world);
  expect(world.served()).toEqual(["stable-0", "stable-1"]);
});

test.each(
  ableRouters.flatMap((router) => Array.from({ length: 12 }, (_, writes) => [router, writes] as const)),
)(
  "router %s: killed after %d writes the same command goes on, and the other one goes back",
  async (router, writes) => {
    for (const next of [forth, back]) {
      const world = new World(router);
      world.writesLeft = writes;
      await forth(world).catch(() => undefined);
      expect(world.served().length).toBeGreaterThanOrEqual(2);
      expect(world.weight()).toBe(0);
      world.writesLeft = Infinity;
      await next(world);
      const side = next === forth ? "stable" : "old";
      if (world.ledger.takeover !== undefined) expect(world.served()).toEqual([`${side}-0`, `${side}-1`]);
      const isBeside = router === "nginx" && next === forth;
      expect(world.ingresses()).toEqual([ingress, isBeside ? expect.anything() : undefined]);
      if (next === back) expect(world.ways()).toEqual([service, ingressRoute, virtualService]);
    }
  },
);

test.each(
  ableRouters.flatMap((router) => Array.from({ length: 10 }, (_, writes) => [router, writes] as const)),
)("router %s: given back, killed after %d writes, it goes on and forth again", async (router, writes) => {
  for (const next of [back, forth]) {
    const world = new World(router);
    await forth(world);
    world.writesLeft = writes;
    await back(world).catch(() => undefined);
    expect(world.served().length).toBeGreaterThanOrEqual(2);
    // Any other weight would be drift, and whoever goes on refused.
    expect(world.weight()).toBe(0);
    world.writesLeft = Infinity;
    await next(world);
    const side = next === forth ? "stable" : "old";
    expect(world.served()).toEqual([`${side}-0`, `${side}-1`]);
    expect(world.scaled()).toBe(next === forth ? "shop-stable" : "web");
  }
});

test("somebody else's selector stops it, and what serves goes on serving", async () => {
  const world = new World();
  await beginTakeover(world.session);
  world.select({ app: "another" });
  await expect(runTakeover(world.session, "forth", "join")).rejects.toThrow(
    /Cannot take "shop" over: the selectors of the Services must be as they were, or stable's/,
  );
  expect(world.said.at(-1)).toBe("stable takes the place of Deployment web with 2 pods");
});

test.each([
  ["service", "helm", "Service front written back by field manager helm"],
  ["old", "argocd-controller", "Deployment web written back by field manager argocd-controller"],
  ["stable", "kubectl", "Deployment shop-stable written back by field manager kubectl"],
  ["scaler", "helm", "HorizontalPodAutoscaler web written back by field manager helm"],
  ["budget", "helm", "PodDisruptionBudget web written back by field manager helm"],
] as const)(
  "who keeps writing %s back is named, and what serves goes on serving",
  async (object, manager, says) => {
    const world = new World();
    world.fight(object, manager);
    await expect(forth(world)).rejects.toThrow(
      `Cannot take "shop" over: its objects must stay as this run writes them: got ${says}; what serves goes on serving`,
    );
    expect(world.served().length).toBeGreaterThanOrEqual(2);
  },
);

test.each(["service", "old"] as const)(
  "who keeps writing %s back is found on the way back as well",
  async (object) => {
    const world = new World();
    await forth(world);
    world.fight(object, "helm");
    await expect(back(world)).rejects.toThrow(/Cannot give "shop" back: its objects must stay/);
    expect(world.served().length).toBeGreaterThanOrEqual(2);
  },
);

test("one write of another tool in the middle is written over", async () => {
  const world = new World();
  world.fight("service", "helm", 1);
  world.fight("old", "helm", 1);
  await forth(world);
  expect(world.served()).toEqual(["stable-0", "stable-1"]);
});

test("an autoscaler that was turned back after the takeover is found by the next run", async () => {
  const world = new World();
  const { takeover } = await forth(world).then(() => world.ledger);
  if (takeover === undefined) throw new Error("no takeover");
  expect(await findTurnedBack(world.session, takeover)).toEqual([]);
  await turn(world.session, "old");
  expect(await findTurnedBack(world.session, takeover)).toEqual([
    expect.objectContaining({ object: "HorizontalPodAutoscaler web" }),
  ]);
});
