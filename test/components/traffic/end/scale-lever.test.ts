import type { Settings } from "../../../../components/core/settings";
import { findLever } from "../../../../components/traffic/end/lever";
import { scaleAway } from "../../../../components/traffic/end/scale-lever";
import { scaledCluster } from "../../../support/scaled-cluster";
import { serviceAt } from "../../core/routers/replicas/any-service";

/** A canary of two pods, and the Service at a weight; undefined: there is none. */
function at(weight: number | undefined) {
  const { scaled, context } = scaledCluster({ canary: 2 }, { router: "replicas" });
  const { find } = context.cluster;
  const settings = {
    ...context.settings,
    traffic: { router: "replicas", route: "shop" },
  } as unknown as Settings;
  const cluster = {
    ...context.cluster,
    find: async (path: string): Promise<unknown> =>
      path.includes("/services/") ? weight && serviceAt(weight) : await find(path),
  } as typeof context.cluster;
  return { scaled, context: { cluster, settings, now: () => 0 } };
}

test("scaleAway() takes the canary's pods while stable's are in as well", async () => {
  const { scaled, context } = at(34);
  expect(await scaleAway(context)).toBeUndefined();
  expect(scaled.canary).toBe(0);
});

test.each([
  [100, "all connections go to the canary"],
  [undefined, "the Service is gone"],
])("scaleAway() takes nothing at %p: those pods are all that serve, or may be", async (weight, why) => {
  const { scaled, context } = at(weight);
  expect(await scaleAway(context)).toContain(why);
  expect(scaled).toMatchObject({ canary: 2, writes: [] });
});

test("findLever() finds none taken where there is no Service to point elsewhere: evidence is the canary's", async () => {
  const { context } = at(34);
  expect(await findLever(context.cluster, context.settings)).toEqual({ kind: "canary" });
});
