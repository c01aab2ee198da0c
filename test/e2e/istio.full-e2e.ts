import { connect } from "../../components/cluster/connect";
import type { Cluster } from "../../components/cluster/api";
import { istio } from "../../components/core/routers/istio/istio";
import { rulesOf } from "../../components/core/routers/istio/virtual-service";
import type { VirtualService } from "../../components/core/routers/istio/virtual-service";
import type { Settings } from "../../components/core/settings";
import { matchWeight, mirrorWeight } from "../../components/core/stage/exposure";
import { freshEpoch } from "../../components/traffic/fresh-epoch";
import { readRouteAlone } from "../../components/traffic/look/read-route";
import { rehearseWeight } from "../../components/traffic/write/rehearse-weight";
import { writeWeight, writeZero } from "../../components/traffic/write/write-route";
import type { RaisedWeight } from "../../components/traffic/write/write-route";
import { createApp } from "./support/app";
import type { App } from "./support/app";
import { writeObjects } from "./support/write-objects";

// No proxy of Istio runs here: the API server with Istio's types takes and keeps what is written.

const mirror = { percent: 20, repeatable: ["GET", "POST"] };
const match = { on: "cookie", name: "beta", by: "exact", value: "on" } as const;

let app: App;
let cluster: Cluster;
let settings: Settings;

beforeAll(async () => {
  app = await createApp("istio", {});
  process.env["KUBECONFIG"] = app.sandbox.env["KUBECONFIG"];
  const named = { context: app.sandbox.context, uid: app.sandbox.clusterUid };
  cluster = await connect(named);
  settings = {
    app: "scholarlink",
    namespace: app.namespace,
    port: 8080,
    cluster: named,
    traffic: {
      router: "istio",
      route: "scholarlink",
      host: app.host,
      gateway: { name: "mesh", namespace: "" },
    },
    stages: [{ key: "mirror", exposure: { mirror }, soakSeconds: 5 }],
  } as unknown as Settings;
  const items = istio.declare(settings, "t").map(({ manifest }) => manifest);
  const services = items.filter(({ kind }) => kind === "Service");
  // The ports are the tracks', which the base stack knows.
  const withPorts = services.map((one) => ({
    ...one,
    spec: { ...(one.spec as object), ports: [{ port: 8080 }] },
  }));
  const all = [...items.filter(({ kind }) => kind !== "Service"), ...withPorts];
  await app.kubectl("apply", "-f", await writeObjects(app, "istio", all));
  // A write of 0 leaves a canary out whose Service is gone.
  await app.kubectl("create", "service", "clusterip", "scholarlink-canary", "--tcp=8080:8080");
});

afterAll(async () => {
  cluster.close();
  await app.remove();
});

const read = async () => {
  const view = await readRouteAlone(cluster, settings);
  if (view === undefined) throw new Error("the route is gone");
  return view;
};

/** Rules but those of probes, after a raise that the API server took whole in a dry run before. */
async function raise(change: Omit<RaisedWeight, "epoch">) {
  const view = await read();
  const whole = { ...change, epoch: freshEpoch(view.live.epoch) };
  await rehearseWeight({ settings, cluster, say: () => undefined }, view, whole);
  await writeWeight(cluster, settings, view, whole);
  const after = await read();
  expect(after.live).toMatchObject({ weight: change.weight, epoch: whole.epoch });
  expect([after.live.foreign, after.live.damage]).toEqual([undefined, undefined]);
  return rulesOf(after.object as VirtualService).slice(2);
}

const zero = { attempt: 1, kind: "abort", reason: "test" } as const;

const abort = async (): Promise<void> =>
  void (await writeZero(cluster, settings, freshEpoch, zero, () => false));

test("a mirror, a match and a weight are kept as they are written, and the write of 0 ends each", async () => {
  const [, , own] = rulesOf((await read()).object as VirtualService);
  const [copying] = await raise({ weight: mirrorWeight, mirror });
  expect(copying).toMatchObject({
    match: [
      { method: { exact: "GET" }, withoutHeaders: { upgrade: { regex: ".*" } } },
      { method: { exact: "POST" }, withoutHeaders: { "content-type": { prefix: "application/grpc" } } },
    ],
    mirror: { host: "scholarlink-canary-mirror", port: { number: 8080 } },
    mirrorPercentage: { value: 20 },
  });
  const [matching, ...behind] = await raise({ weight: matchWeight, match });
  expect(matching).toMatchObject({
    match: [{ headers: { cookie: { regex: "^(?:.*; ?)?beta=on(?:;.*)?$" } } }],
    route: [{ destination: { host: "scholarlink-canary" } }],
  });
  expect(behind).toEqual([own]);
  await abort();
  expect(rulesOf((await read()).object as VirtualService).slice(2)).toEqual([own]);
  expect(await raise({ weight: 20 })).toHaveLength(1);
  await raise({ weight: matchWeight, match });
  await raise({ weight: mirrorWeight, mirror });
  await abort();
  const { live, object } = await read();
  expect([live.weight, rulesOf(object as VirtualService).slice(2)]).toEqual([0, [own]]);
});
