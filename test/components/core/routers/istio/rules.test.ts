import { istio } from "../../../../../components/core/routers/istio/istio";
import type { HttpRule } from "../../../../../components/core/routers/istio/virtual-service";
import type { Settings } from "../../../../../components/core/settings";
import { ownRules, plainRule, routeWith, settings, to, viewOf } from "./any-virtual-service";

test("the rules of an app: a probe rule for each track first, without copies and faults, then the split", () => {
  const rule = {
    ...plainRule,
    match: [{ uri: { exact: "/" }, headers: { "x-v": { exact: "2" } } }, { uri: { prefix: "/a" } }],
    headers: { response: { set: { a: "b" } }, request: { remove: ["c"] } },
    timeout: "3s",
    retries: { attempts: 2, retryOn: "5xx" },
    fault: { abort: { httpStatus: 503 } },
    mirror: { host: "log" },
    mirrorPercentage: { value: 5 },
    mirrors: [{ destination: { host: "log" } }],
    mirrorPercent: 5,
  };
  const probe = (track: string) => ({
    name: `shop-${track}-probe`,
    match: [
      { uri: { exact: "/" }, headers: { "x-v": { exact: "2" }, "x-sluice-probe": { exact: `t-${track}` } } },
      { uri: { prefix: "/a" }, headers: { "x-sluice-probe": { exact: `t-${track}` } } },
    ],
    headers: { response: { set: { a: "b", "x-sluice-track": track } }, request: { remove: ["c"] } },
    timeout: "3s",
    retries: { attempts: 2, retryOn: "5xx" },
    route: [to(`shop-${track}-probe`)],
  });
  expect(ownRules(5, rule)).toEqual([
    probe("stable"),
    probe("canary"),
    { ...rule, route: [to("shop-stable", 95), to("shop-canary", 5)] },
  ]);
});

test("a rule for every request has probe rules for each that carries the header, and no name where it has none", () => {
  const [probe] = ownRules(0, { route: [to("shop.shop.svc.cluster.local")] });
  expect(probe).toEqual({
    match: [{ headers: { "x-sluice-probe": { exact: "t-stable" } } }],
    headers: { response: { set: { "x-sluice-track": "stable" } } },
    route: [to("shop-stable-probe.shop.svc.cluster.local")],
  });
});

test("istio.probe() reads the header off the live route, and has none where it lost the rule", () => {
  const rules = ownRules(0);
  expect(istio.probe(viewOf(routeWith(rules)), settings, "canary")).toEqual({
    send: { "x-sluice-probe": "t-canary" },
    proof: { name: "x-sluice-track", value: "canary" },
  });
  expect(istio.probe(viewOf(routeWith(rules.slice(2) as HttpRule[])), settings, "stable")).toBeUndefined();
});

describe("istio.declare()", () => {
  const declare = (traffic: Partial<Settings["traffic"]>) =>
    istio.declare({ ...settings, traffic: { ...settings.traffic, ...traffic } }, "t");

  test("makes the VirtualService at weight 0", () => {
    expect(declare({})).toEqual([
      {
        manifest: {
          apiVersion: "networking.istio.io/v1",
          kind: "VirtualService",
          metadata: { name: "shop", namespace: "shop", labels: { "app.kubernetes.io/name": "shop" } },
          spec: { hosts: ["shop.example.org"], gateways: ["gateway/sluice"], http: ownRules(0) },
        },
        ignore: ["spec.http"],
      },
    ]);
  });

  test("takes hosts and Gateways of the configuration; `mesh` is every proxy of the mesh", () => {
    const gateways = [
      { name: "public", namespace: "infra" },
      { name: "mesh", namespace: "shop" },
    ];
    expect(declare({ hosts: ["a.b", "*.c.d"], gateways })[0]?.manifest.spec).toMatchObject({
      hosts: ["a.b", "*.c.d"],
      gateways: ["infra/public", "mesh"],
    });
  });

  test("makes nothing where somebody else makes the route", () => {
    expect(declare({ isShared: true })).toEqual([]);
  });
});
