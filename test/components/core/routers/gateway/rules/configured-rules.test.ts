import {
  nameApp,
  rulesAnnotation,
} from "../../../../../../components/core/routers/gateway/rules/configured-rules";
import { gateway } from "../../../../../../components/core/routers/gateway/gateway";
import type { HttpRoute, HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import type { RouteView } from "../../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../../support/json-patch";
import { backend, ownRules, ruleFor, settings as plainSettings, writtenRoute } from "../any-route";

const withRules = (rules: readonly HttpRouteRule[]) => ({
  ...plainSettings,
  traffic: { ...plainSettings.traffic, rules },
});
type WithRules = ReturnType<typeof withRules>;

const old = ruleFor("/old", backend("old"));
const api = ruleFor("/api", backend("shop"));
const all = ruleFor("/", backend("shop"));

function viewOf(route: HttpRoute, settings: WithRules): RouteView {
  const reading = gateway.read(route, settings, []);
  if (reading.kind !== "ours") throw new Error(reading.kind);
  return reading.view;
}

const write = (route: HttpRoute, settings: WithRules): HttpRoute =>
  applyJsonPatch(
    route,
    gateway.renderStructure(viewOf(route, settings), { settings, token: "t", epoch: "5-b" }) ?? [],
  );

const namesOf = ({ spec }: HttpRoute) =>
  spec.rules?.map(({ backendRefs = [] }) =>
    backendRefs.map(({ name, weight }) => `${name} ${weight}`).join(", "),
  );

describe("rules of the configuration", () => {
  const settings = withRules([api, old, all]);

  test("are written in their order, probe rules and rules of others behind, at the weight that is live", () => {
    const stranger = ruleFor("/x", backend("x"));
    const written = write(writtenRoute([...ownRules(20), stranger]), settings);
    expect(namesOf(written)).toEqual([
      "shop-stable 80, shop-canary 20",
      "old undefined",
      "shop-stable 80, shop-canary 20",
      "shop-stable-probe 1",
      "shop-canary-probe 1",
      "shop-stable-probe 1",
      "shop-canary-probe 1",
      "x undefined",
    ]);
    expect(viewOf(written, settings).live).toMatchObject({ weight: 20 });
    expect(viewOf(written, settings).live.damage).toBeUndefined();
    expect(
      gateway.renderStructure(viewOf(written, settings), { settings, token: "t", epoch: "x" }),
    ).toBeUndefined();
  });

  test("are no drift where the API server writes out its defaults", () => {
    const written = write(writtenRoute(ownRules(0)), settings);
    const rules = (written.spec.rules ?? []).map((rule) => ({
      ...rule,
      backendRefs:
        rule.backendRefs?.map((ref) => ({ group: "" as const, kind: "Service", weight: 1, ...ref })) ?? [],
    }));
    const stored: HttpRoute = { ...written, spec: { ...written.spec, rules } };
    expect(
      gateway.renderStructure(viewOf(stored, settings), { settings, token: "t", epoch: "x" }),
    ).toBeUndefined();
  });

  test("that the configuration no longer has go, those of others stay", () => {
    const stranger = ruleFor("/x", backend("x"));
    const written = write(writtenRoute([...ownRules(20), stranger]), settings);
    const less = withRules([all]);
    expect(namesOf(write(written, less))).toEqual([
      "shop-stable 80, shop-canary 20",
      "shop-stable-probe 1",
      "shop-canary-probe 1",
      "x undefined",
    ]);
    const none = plainSettings as WithRules;
    const after = write(written, none);
    expect(after.spec.rules).toEqual([...ownRules(20), stranger]);
    expect(after.metadata.annotations).not.toHaveProperty([rulesAnnotation]);
  });

  test("are written where a part of one is no longer asked for", () => {
    const mirror = { backendRef: { name: "audit" }, percent: 5 };
    const copied = (requestMirror: object) => ({
      ...all,
      filters: [{ type: "RequestMirror", requestMirror }],
    });
    const written = write(writtenRoute(ownRules(5)), withRules([copied(mirror)] as HttpRouteRule[]));
    const less = withRules([copied({ backendRef: mirror.backendRef })] as HttpRouteRule[]);
    const after = write(written, less);
    expect(after.spec.rules?.[0]?.filters?.[0]?.requestMirror).toEqual({ backendRef: { name: "audit" } });
  });

  test("tells a lost rule, and a split of another owner from the app's own", () => {
    const written = write(writtenRoute(ownRules(5)), settings);
    const [first, ...rest] = written.spec.rules ?? [];
    const lost: HttpRoute = { ...written, spec: { ...written.spec, rules: rest } };
    expect(viewOf(lost, settings).live.damage?.text).toContain(
      "must have 2 rules with the backends shop-stable and shop-canary",
    );
    const split = { ...ruleFor("/beta", backend("shop-stable", 1), backend("shop-canary", 1)) };
    const more: HttpRoute = {
      ...written,
      spec: { ...written.spec, rules: [first as HttpRouteRule, ...rest, split] },
    };
    expect(viewOf(more, settings).live).toMatchObject({ weight: 50, foreign: { written: 5 } });
  });

  test("that cannot be read from the annotation are those of the configuration", () => {
    const written = write(writtenRoute(ownRules(5)), settings);
    const annotations = { ...written.metadata.annotations, [rulesAnnotation]: "{" };
    const broken: HttpRoute = { ...written, metadata: { ...written.metadata, annotations } };
    expect(viewOf(broken, settings).live.damage).toBeUndefined();
  });
});

test("nameApp() names the app where a rule says nothing and answers nothing itself", () => {
  const redirect = { filters: [{ type: "RequestRedirect" }] };
  expect(nameApp([{}, old, redirect], { app: "shop", port: 80 })).toEqual([
    { backendRefs: [{ name: "shop", port: 80 }] },
    old,
    redirect,
  ]);
  expect(nameApp([{}], { app: "shop", port: 80, service: "web" })[0]?.backendRefs).toEqual([
    { name: "web", port: 80 },
  ]);
});
