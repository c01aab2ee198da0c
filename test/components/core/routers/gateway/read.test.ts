import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import { grpcRoute, httpRoute } from "../../../../../components/core/routers/gateway/kinds";
import {
  backend,
  ownRules,
  routeWith,
  ruleFor,
  settings,
  viewOf,
  weightedRule,
  writtenRoute,
} from "./any-route";

const canary = backend("shop-canary");
const beta = ruleFor("/beta", canary);
const fieldsV1 = { "f:spec": { "f:rules": {} } };

describe("gateway.read() of the weight", () => {
  test.each([
    ["the app's rule", ownRules(5), 5],
    ["weights that are no percents", [weightedRule(1, 3)], 75],
    ["no rule of the app", [], 0],
  ])("%s", (_, rules, weight) => {
    const { live } = viewOf(writtenRoute(rules));
    expect(live.weight).toBe(weight);
    expect(live).not.toHaveProperty("foreign");
  });

  test("counts a rule of others in the route, at any weight of the app's own", () => {
    const { live } = viewOf(writtenRoute([...ownRules(0), beta]));
    expect(live).toMatchObject({
      weight: 100,
      foreign: { written: 0, rules: [{ object: "HTTPRoute shop/shop", rule: "spec.rules[3]", own: true }] },
    });
  });

  test("counts rules in other objects, and this route once", () => {
    const other = { ...routeWith([beta]), metadata: { ...routeWith([]).metadata, name: "other" } };
    const own = writtenRoute(ownRules(5));
    const around = [
      {
        kind: httpRoute,
        objects: [own, other, { ...own, metadata: { ...own.metadata, namespace: "b" } }],
        place: "",
      },
      { kind: grpcRoute, objects: [own], place: "" },
    ];
    const { foreign } = viewOf(own, around).live;
    expect(foreign?.rules.map(({ object, own: mine }) => [object, mine])).toEqual([
      ["HTTPRoute shop/other", false],
      ["GRPCRoute shop/shop", false],
    ]);
  });

  test("names kinds that could not be read", () => {
    const around = [{ kind: grpcRoute, objects: undefined, place: "grpcroutes of namespace shop" }];
    expect(viewOf(writtenRoute(ownRules(5)), around).live.unseen).toEqual(["grpcroutes of namespace shop"]);
  });
});

test("gateway.read() tells of damage, readiness, marks and the last writer", () => {
  const managedFields = [{ manager: "sluice", time: "2026-01-02T00:00:00Z", fieldsV1 }];
  const route = { ...writtenRoute(ownRules(5)), status: {} };
  const view = viewOf({ ...route, metadata: { ...route.metadata, managedFields } });
  expect(view.live).toEqual({
    weight: 5,
    epoch: "4-a",
    lastWriter: { manager: "sluice", at: "2026-01-02T00:00:00Z" },
    readiness: { kind: "not-reported", text: expect.any(String), fix: expect.any(String) },
  });
  expect(viewOf(writtenRoute([])).live.damage?.restorable).toBe(true);
});

describe("gateway.read() of whose it is", () => {
  const theirs = ownRules(0).map((rule) => ({ ...rule, backendRefs: [backend("other-stable")] }));
  test.each([
    ["ours: as Pulumi created it", routeWith(ownRules(0))],
    ["ours: written by us, whatever became of the rules", writtenRoute([])],
    ["ours: written by an earlier version", routeWith(undefined, { annotations: { "sluice/epoch": "1-a" } })],
    ["theirs: a route with one backend", routeWith([ruleFor("/", backend("shop"))])],
    ["theirs: a route with our Services", routeWith([weightedRule(100, 0)])],
    ["theirs: another app's", { ...writtenRoute(theirs) }],
    ["theirs: no rules", routeWith(undefined)],
  ])("%s", (name, route) => {
    expect(gateway.read(route, settings, []).kind).toBe(name.split(":")[0]);
  });

  test("names the owner", () => {
    const route = routeWith([], { annotations: { "meta.helm.sh/release-name": "shop" } });
    expect(gateway.read(route, settings, [])).toEqual({
      kind: "theirs",
      owner: "HTTPRoute shop/shop (owned by Helm release shop)",
    });
  });
});
