import { findForeignRules } from "../../../../../components/core/routers/foreign-rules";
import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import type { HttpRoute, HttpRouteRule } from "../../../../../components/core/routers/gateway/http-route";
import { isProbeRule, httpRoute } from "../../../../../components/core/routers/gateway/kinds";
import { renderRules } from "../../../../../components/core/routers/gateway/rules/rules";
import type { WeightChange } from "../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../support/json-patch";
import { backend, routeWith, ruleFor, settings as plainSettings } from "./any-route";

/** Settings of a service that was taken over: its Service `front` stands for stable. */
const settings = {
  ...plainSettings,
  traffic: { ...plainSettings.traffic, isShared: true, service: "front", stableService: "front" },
};

const viewOf = (route: HttpRoute) => {
  const reading = gateway.read(route, settings, []);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
};

const writeStructure = (route: HttpRoute): HttpRoute =>
  applyJsonPatch(route, gateway.renderStructure(viewOf(route), { settings, token: "t", epoch: "5-b" }) ?? []);

const writeWeight = (route: HttpRoute, change: Partial<WeightChange> & { weight: number }): HttpRoute =>
  applyJsonPatch(
    route,
    gateway.renderWeight(viewOf(route), settings, { epoch: "6-c", guard: "exact", ...change }),
  );

const splitsOf = ({ spec }: HttpRoute): readonly unknown[] =>
  (spec.rules ?? [])
    .filter((rule) => !isProbeRule(rule))
    .map(({ backendRefs = [] }) => backendRefs.map(({ name, weight }) => [name, weight]));

const split = (stable: number, canary: number) => [
  ["front", stable],
  ["shop-canary", canary],
];

const users: readonly HttpRouteRule[] = [ruleFor("/", backend("front")), ruleFor("/old", backend("old"))];

describe("a Service that stands for stable under its own name", () => {
  test("keeps its place in the route, and the canary joins it at weight 0", () => {
    const written = writeStructure(routeWith(users));
    expect(splitsOf(written)).toEqual([split(100, 0), [["old", undefined]]]);
    const probes = (written.spec.rules ?? [])
      .filter(isProbeRule)
      .map(({ backendRefs }) => backendRefs?.[0]?.name);
    expect(probes).toEqual(["shop-stable-probe", "shop-canary-probe"]);
    expect(gateway.renderStructure(viewOf(written), { settings, token: "t", epoch: "x" })).toBeUndefined();
    expect(viewOf(written).live).toMatchObject({ weight: 0, epoch: "5-b" });
  });

  test("shares requests with the canary, and gets all of them back, also where the canary's Service is gone", () => {
    const raised = writeWeight(writeStructure(routeWith(users)), { weight: 20 });
    expect(splitsOf(raised)).toEqual([split(80, 20), [["old", undefined]]]);
    expect(splitsOf(writeWeight(raised, { weight: 0 }))).toEqual([split(100, 0), [["old", undefined]]]);
    expect(splitsOf(writeWeight(raised, { weight: 0, withoutCanary: true }))).toEqual([
      [["front", 100]],
      [["old", undefined]],
    ]);
  });

  test("is put back where a rule has lost it, and named where it is missing", () => {
    const lost = { ...writeStructure(routeWith(users)) };
    const rules = (lost.spec.rules ?? []).map((rule, at) =>
      at === 0 ? { ...rule, backendRefs: [backend("shop-canary", 0)] } : rule,
    );
    expect(viewOf({ ...lost, spec: { ...lost.spec, rules } }).live.damage?.text).toContain(
      "front and shop-canary",
    );
  });

  test("gets the requests that a rule of others sent to the canary alone", () => {
    const written = writeStructure(routeWith([...users, ruleFor("/beta", backend("shop-canary"))]));
    expect(splitsOf(writeWeight(written, { weight: 0 })).at(2)).toEqual([["front", undefined]]);
    const [foreign] = findForeignRules(
      httpRoute,
      routeWith([ruleFor("/beta", backend("shop-canary"))]),
      settings,
      false,
    );
    expect(foreign?.command).toContain('"value":"front"');
  });

  test("is in a route of Sluice's own as well", () => {
    const { traffic } = plainSettings;
    const [rule] = renderRules({
      app: "shop",
      namespace: "shop",
      port: 80,
      token: "t",
      weight: 5,
      traffic: { ...traffic, stableService: "front" },
    });
    expect(rule?.backendRefs).toMatchObject([
      { name: "front", weight: 95 },
      { name: "shop-canary", weight: 5 },
    ]);
  });
});
