import type { IngressRoute, RouteRule } from "../../../../../components/core/routers/traefik/ingress-route";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import { applyJsonPatch } from "../../../../support/json-patch";
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

function write(route: IngressRoute, of = settings): IngressRoute | undefined {
  const patch = traefik.renderStructure(viewOf(route, of), { settings: of, token: "t", epoch: "5-b" });
  return patch && applyJsonPatch(route, patch);
}

const written = (routes: readonly RouteRule[], more: Record<string, string> = {}): IngressRoute =>
  routeWith(routes, { "sluice.dev/epoch": "5-b", ...more });

describe("traefik.renderStructure()", () => {
  test("gives what Pulumi made its epoch, once", () => {
    const after = write(routeWith(ownRules(0), {}));
    expect(after).toEqual(written(ownRules(0)));
    expect(after && write(after)).toBeUndefined();
  });

  test("writes the app's rules again at the live weight, keeps those of others and why it is zero", () => {
    const other = { ...ruleFor("/a", service("other")), priority: 7, observability: { tracing: true } };
    const old = ownRules(20, { ...plainRule, match: "Host(`old`)" });
    const zero = { "sluice.dev/zero": '{"kind":"abort","reason":"x"}' };
    const seen = routeWith([other, ...old], { "sluice.dev/epoch": "4-a", ...zero });
    expect(write(seen)).toEqual(written([...ownRules(20), other], zero));
  });

  test("a missing rule beside the app's is written again, a field that nobody asked for goes", () => {
    expect(write(routeWith(ownRules(5).slice(0, 3)))).toEqual(written(ownRules(5)));
    const [first, ...rest] = ownRules(5) as [RouteRule, ...RouteRule[]];
    expect(write(routeWith([{ ...first, middlewares: [{ name: "x" }] }, ...rest]))).toEqual(
      written(ownRules(5)),
    );
  });
});

describe("traefik.renderStructure() in a route of another owner", () => {
  const api = { ...ruleFor("/api", { ...service("shop"), scheme: "h2c" } as never), priority: 9 };
  const other = ruleFor("/other", service("other"));

  test("splits every rule that leads to the app where it is, and puts the rules beside them behind", () => {
    const after = write(routeWith([other, plainRule, api], {}), shared);
    const [own, ...beside] = ownRules(0);
    const [ownApi, ...besideApi] = ownRules(0, api);
    expect(after).toEqual(written([other, own as RouteRule, ownApi as RouteRule, ...beside, ...besideApi]));
    expect(after && write(after, shared)).toBeUndefined();
  });

  test("a rule that its owner adds is split by the next write; a double of the app is one place", () => {
    const doubled = ruleFor("/new", service("shop"), service("shop"));
    const after = write(routeWith([...ownRules(5), doubled]), shared);
    expect(after?.spec.routes?.[1]?.services).toEqual([
      service("shop-stable", 95),
      service("shop-canary", 5),
    ]);
  });

  test("a Service of another owner's in a rule of the app stays where it is", () => {
    const mixed = { ...plainRule, services: [service("x", 1), service("shop-stable", 2)] };
    expect(write(routeWith([mixed]), shared)?.spec.routes?.[0]?.services).toEqual([
      service("x", 1),
      service("shop-stable", 100),
      service("shop-canary", 0),
    ]);
  });

  test("the Service's configured name means the app", () => {
    const of = { ...shared, traffic: { ...shared.traffic, service: "web" } };
    const after = write(routeWith([{ ...plainRule, services: [service("web")] }, plainRule], {}), of);
    expect(after?.spec.routes?.[0]?.services?.[0]).toEqual(service("shop-stable", 100));
    expect(after?.spec.routes?.[1]).toEqual(plainRule);
  });
});
