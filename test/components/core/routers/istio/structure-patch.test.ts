import { istio } from "../../../../../components/core/routers/istio/istio";
import type { HttpRule, VirtualService } from "../../../../../components/core/routers/istio/virtual-service";
import { applyJsonPatch } from "../../../../support/json-patch";
import { ownRules, plainRule, routeWith, ruleFor, settings, shared, to, viewOf } from "./any-virtual-service";

function write(route: VirtualService, of: typeof settings = settings): VirtualService | undefined {
  const patch = istio.renderStructure(viewOf(route, of), { settings: of, token: "t", epoch: "5-b" });
  return patch && applyJsonPatch(route, patch);
}

const written = (rules: readonly HttpRule[], more: Record<string, string> = {}): VirtualService =>
  routeWith(rules, { "sluice.dev/epoch": "5-b", ...more });

describe("istio.renderStructure()", () => {
  test("gives what Pulumi made its epoch, once", () => {
    const after = write(routeWith(ownRules(0), {}));
    expect(after).toEqual(written(ownRules(0)));
    expect(after && write(after)).toBeUndefined();
  });

  test("puts probe rules first, keeps rules of others where they are, and why it is zero", () => {
    const other = { ...ruleFor("/a", to("other")), corsPolicy: { maxAge: "1h" } };
    const zero = { "sluice.dev/zero": '{"kind":"abort","reason":"x"}' };
    const [first, second, own] = ownRules(20) as [HttpRule, HttpRule, HttpRule];
    const seen = routeWith([other, first, own, ruleFor("/b", to("b"))], {
      "sluice.dev/epoch": "4-a",
      ...zero,
    });
    expect(write(seen)).toEqual(written([first, second, other, own, ruleFor("/b", to("b"))], zero));
  });

  test("what somebody gave the app's rule stays and holds for its probe rules; a subset goes", () => {
    const more = { timeout: "3s", retries: { attempts: 2 }, match: [{ uri: { prefix: "/" } }] };
    const [own] = ownRules(5).slice(2) as [HttpRule];
    const subset = own.route?.map((ref) => ({
      ...ref,
      destination: { ...ref.destination, subset: "v1" },
    })) as NonNullable<HttpRule["route"]>;
    expect(write(routeWith([{ ...own, ...more, route: subset }]))).toEqual(
      written(ownRules(5, { ...plainRule, ...more })),
    );
  });

  test("a lost rule comes last, so that it takes nothing from others, also into an object without rules", () => {
    const other = ruleFor("/a", to("other"));
    const [first, second, own] = ownRules(0) as [HttpRule, HttpRule, HttpRule];
    expect(write(routeWith([other]))).toEqual(written([first, second, other, own]));
    expect(write(routeWith(undefined))).toEqual(written(ownRules(0)));
  });
});

describe("istio.renderStructure() in a route of somebody else's making", () => {
  const api = { ...ruleFor("/api", to("shop.shop.svc.cluster.local")), name: "api" };
  const other = ruleFor("/other", to("other"));

  test("splits every rule that leads to the app where it is, its probe rules in front of all", () => {
    const after = write(routeWith([other, api, plainRule], {}), shared);
    const [a, b, ownApi] = ownRules(0, api) as [HttpRule, HttpRule, HttpRule];
    const [c, d, own] = ownRules(0) as [HttpRule, HttpRule, HttpRule];
    expect(after).toEqual(written([a, b, c, d, other, ownApi, own]));
    expect(after && write(after, shared)).toBeUndefined();
  });

  test("a rule that its owner adds is split by the next write; a double of the app is one place", () => {
    const after = write(routeWith([...ownRules(5), ruleFor("/new", to("shop"), to("shop", 9))]), shared);
    expect(after?.spec.http?.at(-1)?.route).toEqual([to("shop-stable", 95), to("shop-canary", 5)]);
  });

  test("a Service of somebody else's in a rule of the app stays where it is", () => {
    const mixed = { route: [to("x", 1), to("shop-stable", 2)] };
    expect(write(routeWith([mixed]), shared)?.spec.http?.at(-1)?.route).toEqual([
      to("x", 1),
      to("shop-stable", 100),
      to("shop-canary", 0),
    ]);
  });

  test("the Service's configured name means the app", () => {
    const of = { ...shared, traffic: { ...shared.traffic, service: "web" } };
    const after = write(routeWith([{ route: [to("web")] }, plainRule], {}), of);
    expect(after?.spec.http?.[2]?.route?.[0]).toEqual(to("shop-stable", 100));
    expect(after?.spec.http?.[3]).toEqual(plainRule);
  });

  test("a lost route is nobody's to make again", () => {
    expect(write(routeWith([other]), shared)).toBeUndefined();
  });
});
