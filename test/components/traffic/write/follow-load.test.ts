import { unfollowStable } from "../../../../components/cluster/autoscaler";
import { copyAnnotation, floorAnnotation } from "../../../../components/core/workload/sizes/autoscaler";
import { followLoad } from "../../../../components/traffic/write/follow-load";
import { keepStableFloor, releaseStableFloor } from "../../../../components/traffic/write/stable-floor";
import { autoscalerOf } from "../../../support/autoscaler";
import { scaledCluster } from "../../../support/scaled-cluster";

const ofCanary = { scaleTargetRef: { kind: "Deployment", name: "shop-canary" } };
const copy = autoscalerOf({
  ...ofCanary,
  name: "shop-canary",
  minReplicas: 2,
  annotations: { [copyAnnotation]: "shop-stable" },
});

describe("followLoad() without an autoscaler", () => {
  test("brings the canary to its share, and never lowers it", async () => {
    const { scaled, context, said } = scaledCluster({ stable: 4 });
    expect(await followLoad(context, 50, 20)).toMatchObject({ full: 4, canary: 2 });
    expect(said).toEqual(["canary: 0 → 2 replicas"]);
    scaled.canary = 3;
    await followLoad(context, 50, 50);
    expect(scaled.canary).toBe(3);
  });

  test("follows a stable that an outside autoscaler scales: load triples at 50 %", async () => {
    const { scaled, context } = scaledCluster({ stable: 4, canary: 2 });
    // Its half of three times the load needs 6 pods, so the canary's half does.
    scaled.stable = 6;
    await followLoad(context, 50, 50, 4);
    expect(scaled.canary).toBeGreaterThanOrEqual(4);
    expect(scaled.stable).toBe(6);
  });
});

describe("followLoad() with an autoscaler on stable, whoever made it", () => {
  test.each([
    ["ours", autoscalerOf({ minReplicas: 2 }), { declared: { minReplicas: 2, maxReplicas: 10 } }],
    ["somebody's", autoscalerOf({ name: "by-hand", minReplicas: 2, metrics: [{ type: "External" }] }), {}],
    [
      "a ScaledObject's",
      autoscalerOf({
        name: "keda-hpa-shop",
        owner: { kind: "ScaledObject", name: "shop", controller: true },
      }),
      {},
    ],
  ])(
    "(%s) gives the canary a copy with a lower end of its own, so that it grows at 100 %% as well",
    async (_, stable, options) => {
      const { scaled, context } = scaledCluster({ stable: 4, autoscalers: [stable] }, options);
      await followLoad(context, 50, 20);
      const made = scaled.autoscalers.find(({ metadata }) => metadata.name === "shop-canary");
      expect(made?.spec).toMatchObject({ maxReplicas: 10, scaleTargetRef: { name: "shop-canary" } });
      expect(made?.spec.metrics).toEqual(stable.spec.metrics);
      expect(made?.spec.minReplicas).toBe(scaled.canary);
    },
  );

  test("raises the copy's lower end with stable, and never lowers it", async () => {
    const { scaled, context } = scaledCluster({
      stable: 6,
      canary: 2,
      autoscalers: [autoscalerOf({ minReplicas: 2 }), copy],
    });
    await followLoad(context, 50, 50);
    // Stable has 6 pods for its half of the load.
    expect(scaled.writes).toEqual(["SCALE canary 5", "PATCH shop-canary 5"]);
    scaled.stable = 2;
    await followLoad(context, 50, 50);
    expect(scaled.writes).toHaveLength(2);
  });

  test("leaves an autoscaler of the canary that is not ours", async () => {
    const foreign = autoscalerOf({ ...ofCanary, name: "theirs", minReplicas: 1 });
    const { scaled, context } = scaledCluster({
      stable: 6,
      canary: 9,
      autoscalers: [autoscalerOf({}), foreign],
    });
    await followLoad(context, 50, 20);
    expect(scaled.writes).toEqual([]);
  });

  test("an account that may not list sees the declared one alone", async () => {
    const { scaled, context } = scaledCluster(
      { stable: 4, autoscalers: [autoscalerOf({ minReplicas: 4 })] },
      { mayList: false },
    );
    expect(await followLoad(context, 50, 20)).toMatchObject({ full: 4, canary: 2 });
    expect(scaled.writes).toEqual(["SCALE canary 2", "POST shop-canary 2"]);
  });
});

test("unfollowStable() takes our copy away, and no other", async () => {
  const theirs = autoscalerOf({ ...ofCanary, name: "shop-canary" });
  const { scaled, context } = scaledCluster({ autoscalers: [theirs] });
  await unfollowStable(context.cluster, context.settings);
  expect(scaled.autoscalers).toEqual([theirs]);
  scaled.autoscalers = [copy];
  await unfollowStable(context.cluster, context.settings);
  expect(scaled.autoscalers).toEqual([]);
  await unfollowStable(context.cluster, context.settings);
  expect(scaled.writes).toEqual(["DELETE shop-canary"]);
});

describe("keepStableFloor()", () => {
  test("raises the lower end of somebody's autoscaler for the release, and puts it back after it", async () => {
    const { scaled, context } = scaledCluster({
      stable: 6,
      autoscalers: [autoscalerOf({ name: "by-hand", minReplicas: 3 })],
    });
    await keepStableFloor(context, 20);
    expect(scaled.autoscalers[0]).toMatchObject({
      metadata: { annotations: { [floorAnnotation]: "3" } },
      spec: { minReplicas: 8 },
    });
    scaled.stable = 8;
    await keepStableFloor(context, 50);
    expect(scaled.writes).toHaveLength(1);
    await releaseStableFloor(context);
    expect(scaled.autoscalers[0]).toMatchObject({ metadata: { annotations: {} }, spec: { minReplicas: 3 } });
    await releaseStableFloor(context);
    expect(scaled.writes).toHaveLength(2);
  });

  test("puts ours back to what is declared", async () => {
    const { scaled, context } = scaledCluster(
      { stable: 6, autoscalers: [autoscalerOf({ minReplicas: 6 })] },
      { declared: { minReplicas: 2, maxReplicas: 10 } },
    );
    await releaseStableFloor(context);
    expect(scaled.autoscalers[0]?.spec.minReplicas).toBe(2);
  });

  test("leaves one whose controller would write its own number back, and names it", async () => {
    const owner = { kind: "ScaledObject", name: "shop", controller: true };
    const { scaled, context } = scaledCluster({ stable: 6, autoscalers: [autoscalerOf({ owner })] });
    expect(await keepStableFloor(context, 20)).toBe("ScaledObject shop");
    await releaseStableFloor(context);
    expect(scaled.writes).toEqual([]);
  });

  test.each([
    ["an autoscaler", { stable: 6 }],
    ["stable", { stable: undefined, autoscalers: [autoscalerOf({})] }],
  ])("has nothing to do without %s", async (_, start) => {
    const { scaled, context } = scaledCluster(start);
    expect(await keepStableFloor(context, 20)).toBeUndefined();
    expect(scaled.writes).toEqual([]);
  });
});

describe("followLoad() where pods make the share", () => {
  test("brings what the share allows, and no autoscaler that would raise it", async () => {
    const stable = autoscalerOf({ minReplicas: 2 });
    const options = { declared: { minReplicas: 2, maxReplicas: 10 }, router: "replicas" };
    const { scaled, context } = scaledCluster({ stable: 4, autoscalers: [stable] }, options);
    expect(await followLoad(context, 25, 0)).toMatchObject({ full: 4, canary: 1 });
    expect(scaled.autoscalers).toEqual([stable]);
    await followLoad(context, 100, 25);
    expect(scaled.autoscalers).toHaveLength(2);
  });
});
