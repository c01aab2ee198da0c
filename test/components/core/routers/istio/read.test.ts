import { istio } from "../../../../../components/core/routers/istio/istio";
import { virtualService } from "../../../../../components/core/routers/istio/kinds";
import type { HttpRule } from "../../../../../components/core/routers/istio/virtual-service";
import { objectPath } from "../../../../../components/core/routers/routed-kind";
import { ownRules, plainRule, routeWith, ruleFor, settings, shared, to, viewOf } from "./any-virtual-service";

const read = (rules: readonly HttpRule[] | undefined, annotations?: Record<string, string>, of = settings) =>
  istio.read(routeWith(rules, annotations), of, []);

describe("istio.read()", () => {
  test("gives weight and epoch of its own; a status says nothing", () => {
    expect(viewOf(routeWith(ownRules(20))).live).toEqual({
      weight: 20,
      epoch: "4-a",
      readiness: expect.objectContaining({ kind: "not-reported" }),
    });
    expect(istio.path(settings)).toBe(objectPath(virtualService, "shop", "shop"));
    expect(istio.lever?.(settings)).toEqual(["shop-canary"]);
  });

  test.each<[string, readonly HttpRule[], Record<string, string>, typeof settings, string]>([
    ["a route without Sluice's marks", [plainRule], {}, settings, "theirs"],
    ["one that the configuration hands over", [plainRule], {}, shared, "offered"],
    ["one that Pulumi made", ownRules(0), {}, settings, "ours"],
    [
      "one with probe rules of another app",
      [{ match: [{ headers: { "x-sluice-probe": { exact: "k" } } }], route: [to("web-stable-probe")] }],
      { "sluice.dev/epoch": "4-a" },
      shared,
      "theirs",
    ],
  ])("%s", (_, rules, annotations, of, kind) => {
    expect(read(rules, annotations, of).kind).toBe(kind);
  });

  const stable = to("shop-stable", 95);
  test.each<[string, readonly HttpRule[] | undefined, typeof settings, string]>([
    ["no rule", undefined, settings, "a rule with the destinations shop-stable and shop-canary: got none"],
    ["none of the app's", [ruleFor("/a", to("other"))], settings, "got none"],
    ["a lost canary", [{ route: [to("shop-stable")] }], settings, "once each: got [shop-stable=100]"],
    ["a lost stable", [{ route: [to("shop-canary")] }], settings, "once each: got [shop-canary=100]"],
    [
      "somebody else's Service",
      [{ route: [stable, to("shop-canary", 5), to("x")] }],
      settings,
      "shop-stable and shop-canary only: got [shop-stable=95, shop-canary=5, x=0]",
    ],
    [
      "two weights",
      [...ownRules(5), ...ownRules(20, ruleFor("/a", to("shop")))],
      shared,
      "one weight: got spec.http[2]=5, spec.http[5]=20",
    ],
    [
      "a subset, which no DestinationRule makes for a track's Service",
      [{ route: [{ destination: { host: "shop-stable", subset: "v1" } }, to("shop-canary")] }],
      settings,
      "spec.http[0] of the route must lead to the tracks' Services and to no subset of them: got subset v1",
    ],
    [
      "requests of some callers alone",
      [{ match: [{ sourceLabels: { app: "web" } }], route: [stable, to("shop-canary", 5)] }],
      shared,
      "must be for requests from anywhere, since Sluice's own come by the gateway: got match.sourceLabels",
    ],
  ])("damage: %s", (_, rules, of, text) => {
    expect(viewOf(routeWith(rules), of).live.damage?.text).toContain(text);
  });

  test("the app's rule is found behind others, with a match of somebody's, and a rule of others is foreign", () => {
    const [own] = ownRules(5).slice(2);
    const moved = { ...(own as HttpRule), match: [{ uri: { prefix: "/" } }] };
    const foreign = ruleFor("/beta", to("shop-stable", 1), to("shop-canary.shop.svc.cluster.local", 3));
    const { live } = viewOf(routeWith([foreign, ruleFor("/s", to("shop-stable")), moved]));
    expect(live.foreign?.rules).toMatchObject([{ rule: "spec.http[0]", weight: 75 }]);
    const { live: both } = viewOf(routeWith([ruleFor("/s", to("shop-stable")), own as HttpRule]));
    expect([both.weight, both.foreign, both.damage]).toEqual([5, undefined, undefined]);
    expect(viewOf(routeWith([ruleFor("/s", to("shop-stable"))])).live.damage?.text).toContain("got none");
  });

  test("a destination without weight among several gets nothing, a single one everything", () => {
    const at = (...route: readonly ReturnType<typeof to>[]) => viewOf(routeWith([{ route }])).live.weight;
    expect(at(to("shop-stable"), to("shop-canary", 7))).toBe(100);
    expect(at(to("shop-stable", 7), to("shop-canary"))).toBe(0);
    expect(at(to("shop-stable", 0), to("shop-canary", 0))).toBe(0);
    expect(at(to("shop-canary", 0))).toBe(100);
    expect(at(to("shop-canary", 5), to("shop-stable", 90), to("shop-canary-probe", 5))).toBe(10);
  });

  test("hosts of other namespaces and names that are no Service are not the canary", () => {
    const hosts = ["shop-canary.x.svc.cluster.local", "*.example.org", "shop-canary.example.org.a"];
    const rules = [...ownRules(0), ...hosts.map((host) => ruleFor("/a", to(host)))];
    expect(viewOf(routeWith(rules)).live.foreign).toBeUndefined();
  });
});

describe("ways to the canary", () => {
  const canary = { host: "shop-canary" };
  const named = (name: string, spec: object, namespace = "shop") => ({
    metadata: { name, namespace, uid: name, resourceVersion: "1" },
    spec,
  });

  test("are found in other VirtualServices: rules for HTTP, TLS and TCP, and copies", () => {
    const full = to("shop-canary.shop.svc.cluster.local");
    const objects = [
      routeWith(ownRules(50)),
      named("a", { http: [{ route: [full] }] }),
      named("b", { tls: [{ route: [{ destination: canary }] }], tcp: [{ route: [to("x", 1), full] }, {}] }),
      named("m", { http: [{ mirror: canary, mirrorPercentage: { value: 20 }, route: [to("x")] }] }),
      named("o", { http: [{ mirror: canary, mirrorPercent: 30 }, { mirror: canary }] }),
      named("s", {
        http: [{ mirrors: [{ destination: canary }, { destination: canary, percentage: { value: 5 } }] }],
      }),
      named("n", { http: [{ mirrors: [{ destination: { host: "*.x" } }], redirect: {} }] }),
      named("w", { http: [{ route: [to("x", 0), to("shop-canary", 0)] }] }),
    ];
    const around = [{ kind: virtualService, objects, place: "" }];
    const { live } = viewOf(routeWith(ownRules(5)), settings, around);
    expect(live.foreign?.rules.map(({ object, rule, weight }) => [object, rule, weight])).toEqual([
      ["VirtualService shop/a", "spec.http[0]", 100],
      ["VirtualService shop/b", "spec.tls[0]", 100],
      ["VirtualService shop/m", "spec.http[0]", 20],
      ["VirtualService shop/o", "spec.http[0]", 30],
      ["VirtualService shop/o", "spec.http[1]", 100],
      ["VirtualService shop/s", "spec.http[0]", 100],
    ]);
  });

  test("end by a line that keeps the form of the host and leaves no subset of the canary's behind", () => {
    const host = "shop-canary.shop.svc.cluster.local";
    const rule = { route: [{ destination: { host, subset: "v2" } }] };
    const mirrored = { mirrors: [{ destination: { host: "x" } }, { destination: { host } }] };
    const around = [{ kind: virtualService, objects: [named("a", { http: [rule, mirrored] })], place: "" }];
    const { live } = viewOf(routeWith(ownRules(5)), settings, around);
    const at = "/spec/http/0/route/0/destination";
    expect(live.foreign?.rules.map(({ command }) => command)).toEqual([
      `kubectl --context prod-eu -n shop patch virtualservices a --type json -p '${JSON.stringify([
        { op: "test", path: `${at}/host`, value: host },
        { op: "replace", path: `${at}/host`, value: "shop-stable.shop.svc.cluster.local" },
        { op: "remove", path: `${at}/subset` },
      ])}'`,
      `kubectl --context prod-eu -n shop patch virtualservices a --type json -p '${JSON.stringify([
        { op: "test", path: "/spec/http/1/mirrors/1/destination/host", value: host },
        { op: "remove", path: "/spec/http/1/mirrors/1" },
      ])}'`,
    ]);
  });
});
