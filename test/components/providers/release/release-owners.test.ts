import * as release from "../../../../components/providers/release/release";
import type { ResourceInputs } from "../../../../components/session/session";
import { imageOf } from "../../../support/environment";
import { paths, startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { revisionOf } from "../../../support/fake-cluster/templates";

const image = imageOf("a");
let app: FakeApp;

beforeEach(async () => {
  app = await startFakeApp();
  const rule = { matches: [{ path: { value: "/" } }], backendRefs: [{ name: "app", port: 80 }] };
  const annotations = { "meta.helm.sh/release-name": "shop" };
  const parentRefs = [{ name: "sluice", namespace: "infra" }];
  app.cluster.put(paths.route, { metadata: { annotations }, spec: { parentRefs, rules: [rule] } }, "helm");
});

afterEach(async () => await app.stop());

const inputsOf = (intent?: NonNullable<ResourceInputs["run"]>["intent"]) => {
  const settings = app.settings(image);
  return {
    settings: { ...settings, traffic: { ...settings.traffic, isShared: true } },
    revision: revisionOf(image),
    run: { programPid: process.pid, programStart: "unknown", ...(intent === undefined ? {} : { intent }) },
  };
};

test("a route that Helm owns is not taken before Helm has let go of it", async () => {
  const { failures } = await release.check({}, inputsOf());
  expect(failures?.[0]?.reason).toMatch(
    /HTTPRoute prod\/app must be let go by its owner first: got Helm release shop; nothing was touched\n.*resource-policy: keep/,
  );
  expect(app.cluster.writes()).toEqual([]);
});

test("a person's word that Helm has let go is recorded before anything of Helm's is written", async () => {
  const intent = { root: ".", fromOlderCommit: false, ownerStopped: "out of the chart since Monday" };
  const { inputs, failures } = await release.check({}, inputsOf(intent));
  expect(failures ?? []).toEqual([]);
  const before = app.cluster.get(paths.route);
  const { outs } = await release.create(inputs as Record<string, unknown>);
  expect(app.ledger().ownersStopped).toEqual([
    {
      atSeconds: expect.any(Number),
      who: expect.stringContaining("@"),
      reason: "out of the chart since Monday",
      objects: ["HTTPRoute prod/app of Helm release shop"],
    },
  ]);
  expect(app.cluster.get(paths.route)).toEqual(before);
  const again = { ...(inputs as object), decision: "none" };
  expect((await release.diff("", { ...outs, decision: "none" }, again)).changes).toBe(true);
});
