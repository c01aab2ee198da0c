import { setTimeout as sleep } from "node:timers/promises";
import type { Provider } from "../../../components/providers/provider";
import type { HttpRoute } from "../../../components/core/routers/gateway/http-route";
import { imageOf } from "../../support/environment";
import { paths, startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { attemptOf, ledgerOf } from "../../support/gate";

let app: FakeApp;
const user = { matches: [{ path: { value: "/x" } }], backendRefs: [{ name: "app", port: 80 }] };
const other = { matches: [{ path: { value: "/y" } }], backendRefs: [{ name: "other", port: 80 }] };

beforeEach(async () => {
  app = await startFakeApp();
  app.setLedger(ledgerOf({ app: "app", phase: "promoted" }));
  app.cluster.put(paths.route, { spec: { rules: [user, other] } }, "helm");
});

afterEach(async () => await app.stop());

/** One run of the engine on a route of the user's own. */
async function run(
  act: (routeRules: Provider, inputs: Record<string, unknown>) => Promise<void>,
): Promise<void> {
  await jest.isolateModulesAsync(async () => {
    const providers = require("../../../components/providers/index") as { routeRules: Provider };
    const settings = app.settings(imageOf("a"));
    const traffic = { ...settings.traffic, isShared: true };
    await act(providers.routeRules, { settings: { ...settings, traffic }, probeToken: "t" });
  });
}

const rules = () => app.cluster.get<HttpRoute>(paths.route)?.spec.rules ?? [];
const services = () => rules().map(({ backendRefs = [] }) => backendRefs.map(({ name }) => name));

test("a route of the user's own gets both tracks once, and then needs nothing", async () => {
  await run(async (routeRules, inputs) => {
    expect(await routeRules.diff("id", inputs, inputs)).toEqual({ changes: true });
    expect(await routeRules.create(inputs)).toMatchObject({
      outs: { sentence: "rules written, weight stays 0 %" },
    });
    expect(await routeRules.diff("id", inputs, inputs)).toEqual({ changes: false });
  });
  expect(services()).toEqual([
    ["app-stable", "app-canary"],
    ["other"],
    ["app-stable-probe"],
    ["app-canary-probe"],
  ]);
  expect(rules()[1]).toEqual(other);
});

test("a destroy is refused while it leads to the tracks, naming the rules, and goes on afterwards", async () => {
  await run(async (routeRules, inputs) => {
    await routeRules.create(inputs);
    await expect(routeRules.delete("id", inputs)).rejects.toThrow(
      /route "app", which stays, must lead elsewhere: got app-stable in spec\.rules\[0\]\n.*ask the route's owner/,
    );
    app.cluster.put(paths.route, { ...app.cluster.get(paths.route), spec: { rules: [other] } }, "helm");
    await routeRules.delete("id", inputs);
  });
});

describe("in the first deploy", () => {
  beforeEach(() => {
    app.setLedger(ledgerOf({ app: "app", phase: "promoting", attempt: attemptOf([], { kind: "first" }) }));
    app.unready.add("stable");
    app.declare({ stable: imageOf("a"), canary: imageOf("a") });
  });

  test("a route that users come by already leads to stable once its pods are there, and not before", async () => {
    await run(async (routeRules, inputs) => {
      const creating = routeRules.create(inputs);
      await sleep(1500);
      expect(services()).toEqual([["app"], ["other"]]);
      app.unready.clear();
      expect(await creating).toMatchObject({ outs: { sentence: "rules written, weight stays 0 %" } });
    });
    expect(services()[0]).toEqual(["app-stable", "app-canary"]);
  });

  test("a stable that stands still leaves it as it was, and is named", async () => {
    await run(async (routeRules, inputs) => {
      const settings = { ...(inputs["settings"] as object), readySeconds: 1 };
      await expect(routeRules.create({ ...inputs, settings })).rejects.toThrow(
        'Cannot write route "app": stable must be ready and not stand still for 1 s: got 0 of',
      );
    });
    expect(services()).toEqual([["app"], ["other"]]);
  });
});
