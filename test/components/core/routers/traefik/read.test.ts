import { ingress } from "../../../../../components/core/routers/ingress";
import { ingressRoute, traefikService } from "../../../../../components/core/routers/traefik/kinds";
import type { RouteRule } from "../../../../../components/core/routers/traefik/ingress-route";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import { objectPath } from "../../../../../components/core/routers/routed-kind";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import {
  ownRules,
  plainRule,
  routeWith,
  ruleFor,
  service,
  settings,
  shared,
  viewOf,
} from "./any-ingress-route";

const read = (
  routes: readonly RouteRule[] | undefined,
  annotations?: Record<string, string>,
  of = settings,
) => traefik.read(routeWith(routes, annotations), of, []);

describe("traefik.read()", () => {
  test("gives weight and epoch of its own; the status says nothing", () => {
    expect(viewOf(routeWith(ownRules(20))).live).toEqual({
      weight: 20,
      epoch: "4-a",
      readiness: expect.objectContaining({ kind: "not-reported" }),
    });
    expect(traefik.path(settings)).toBe(objectPath(ingressRoute, "shop", "shop"));
  });

  test.each<[string, readonly RouteRule[], Record<string, string>, typeof settings, string]>([
    ["a route without Sluice's marks", [plainRule], {}, settings, "theirs"],
    ["one that the configuration hands over", [plainRule], {}, shared, "offered"],
    ["one that Pulumi made", ownRules(0), {}, settings, "ours"],
    [
      "one with probe rules of another app",
      [{ match: "(a) && Header(`x-sluice-probe`, `k`)", services: [service("web-stable-probe")] }],
      { "sluice.dev/epoch": "4-a" },
      settings,
      "theirs",
    ],
  ])("%s", (_, routes, annotations, of, kind) => {
    expect(read(routes, annotations, of).kind).toBe(kind);
  });

  test.each<[string, readonly RouteRule[] | undefined, typeof settings, string]>([
    ["no rule", undefined, settings, "a rule with the Services shop-stable and shop-canary: got none"],
    ["none of the app's", [ruleFor("/a", service("other"))], settings, "got none"],
    [
      "a lost canary",
      [{ ...plainRule, services: [service("shop-stable")] }],
      settings,
      "shop-stable and shop-canary once each: got [shop-stable=1]",
    ],
    [
      "a lost stable",
      [{ ...plainRule, services: [service("shop-canary")] }],
      settings,
      "once each: got [shop-canary=1]",
    ],
    [
      "another owner's Service at weight 0, whose endpoints the whole rule would depend on",
      [{ ...plainRule, services: [service("shop-stable"), service("shop-canary", 0), service("x", 0)] }],
      settings,
      "shop-stable and shop-canary only: got [shop-stable=1, shop-canary=0, x=0]",
    ],
    [
      "two weights",
      [...ownRules(5), ...ownRules(20, ruleFor("/a", service("shop")))],
      shared,
      "one weight: got spec.routes[0]=5, spec.routes[4]=20",
    ],
  ])("damage: %s", (_, routes, of, text) => {
    expect(viewOf(routeWith(routes), of).live.damage?.text).toContain(text);
  });

  test("the app's rule is found under other hosts than the configured ones, and a rule of others is foreign", () => {
    const [own, ...beside] = ownRules(5, { ...plainRule, match: "Host(`old`)" });
    const foreign = ruleFor("/beta", service("shop-stable", 1), service("shop-canary", 3));
    const { live } = viewOf(routeWith([own as RouteRule, ...beside, foreign]));
    expect(live).toMatchObject({
      weight: 75,
      foreign: {
        written: 5,
        rules: [{ object: "IngressRoute shop/shop", rule: "spec.routes[4]", own: true }],
      },
    });
    expect(live.damage).toBeUndefined();
  });

  test("a rule whose weights are all 0 has no share", () => {
    const routes = [{ ...plainRule, services: [service("shop-stable", 0), service("shop-canary", 0)] }];
    expect(viewOf(routeWith(routes)).live.weight).toBe(0);
  });

  test("Services of other namespaces, kinds and providers are not the app's", () => {
    const services = [
      { ...service("shop-canary"), namespace: "x" },
      { ...service("shop-canary"), kind: "TraefikService" },
      service("shop-canary@file"),
    ];
    expect(viewOf(routeWith([...ownRules(0), ruleFor("/a", ...services)])).live.foreign).toBeUndefined();
  });

  test("ways around are found in other IngressRoutes, TraefikServices and Ingresses", () => {
    const named = (name: string, spec: unknown): RouterObject => ({
      metadata: { name, namespace: "shop", uid: name, resourceVersion: "1" },
      spec,
    });
    const canary = service("shop-canary");
    const around = [
      {
        kind: ingressRoute,
        objects: [routeWith(ownRules(50)), named("r", { routes: [ruleFor("/", canary)] })],
        place: "",
      },
      {
        kind: traefikService,
        objects: [
          named("w", { weighted: { services: [service("a", 3), canary] } }),
          named("h", { highestRandomWeight: { services: [canary] } }),
          named("f", { failover: { service: service("a"), fallback: canary } }),
          named("m", {
            mirroring: { ...service("a"), mirrors: [{ ...canary, percent: 10 }, service("shop-canary")] },
          }),
          named("n", { mirroring: service("a") }),
          named("e", undefined),
        ],
        place: "",
      },
      { kind: ingress, objects: [], place: "" },
    ];
    const { live } = viewOf(routeWith(ownRules(5)), settings, around);
    expect(live.foreign?.rules.map(({ object, rule, weight }) => [object, rule, weight])).toEqual([
      ["IngressRoute shop/r", "spec.routes[0]", 100],
      ["TraefikService shop/w", "spec.weighted", 25],
      ["TraefikService shop/h", "spec.highestRandomWeight", 100],
      ["TraefikService shop/f", "spec.failover", 100],
      ["TraefikService shop/m", "spec.mirroring", 10],
    ]);
    expect(live.foreign?.rules[4]?.command).toContain("/spec/mirroring/mirrors/0");
  });

  test("a rule without Services, and weights of 0 alone, reach nobody", () => {
    const empty = { match: "Host(`x`)" };
    const zero = ruleFor("/z", service("shop-canary", 0));
    expect(viewOf(routeWith([...ownRules(0), empty, zero])).live.foreign).toBeUndefined();
  });
});
