import * as fc from "fast-check";
import { istio } from "../../../../../components/core/routers/istio/istio";
import type { HttpRule, VirtualService } from "../../../../../components/core/routers/istio/virtual-service";
import type { WeightChange } from "../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../support/json-patch";
import { ownRules, plainRule, routeWith, ruleFor, settings, shared, to, viewOf } from "./any-virtual-service";

const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
const toZero: WeightChange = { weight: 0, epoch: "5-b", zero, guard: "names" };
const raise = (weight: number): WeightChange => ({ weight, epoch: "5-b", guard: "exact" });
const ended = { "sluice.dev/epoch": "5-b", "sluice.dev/zero": JSON.stringify(zero) };

/** The route after a write that was computed from `seen` and meets `live`. */
const write = (
  seen: VirtualService,
  change: WeightChange,
  live = seen,
  of: typeof settings = settings,
): VirtualService => applyJsonPatch(live, istio.renderWeight(viewOf(seen, of), of, change));

const own = (weight: number): HttpRule => ownRules(weight)[2] as HttpRule;

describe("istio.renderWeight() of a raise", () => {
  test("writes both weights and the epoch, and leaves everything else", () => {
    const other = ruleFor("/a", to("other"));
    expect(write(routeWith([other, ...ownRules(5)]), raise(20))).toEqual(
      routeWith([other, ...ownRules(20)], { "sluice.dev/epoch": "5-b" }),
    );
  });

  test("writes every rule of a route of somebody else's making", () => {
    const rules = routeWith([...ownRules(5), ...ownRules(5, ruleFor("/a", to("shop")))]);
    const { live } = viewOf(write(rules, raise(50), rules, shared), shared);
    expect(live).toMatchObject({ weight: 50, epoch: "5-b" });
    expect(live.damage).toBeUndefined();
  });

  test.each<[string, VirtualService]>([
    ["a weight", routeWith(ownRules(6))],
    ["the epoch", routeWith(ownRules(5), { "sluice.dev/epoch": "9-z" })],
    ["a rule", routeWith([...ownRules(5), ruleFor("/a", to("other"))])],
  ])("fails where somebody wrote %s since", (_, live) => {
    expect(() => write(routeWith(ownRules(5)), raise(20), live)).toThrow(/^test /);
  });

  test("is refused where the rules are damaged", () => {
    const damaged = routeWith([{ ...plainRule, route: [to("shop-stable")] }]);
    expect(() => write(damaged, raise(5))).toThrow('Cannot write 5 % to the route of "shop": spec.http[0]');
  });
});

describe("istio.renderWeight() of weight 0", () => {
  test("meets whatever weight somebody wrote meanwhile, and says why", () => {
    const live = routeWith(ownRules(50), { "sluice.dev/epoch": "9-z" });
    expect(write(routeWith(ownRules(5)), toZero, live)).toEqual(routeWith(ownRules(0), ended));
  });

  test("fails where a host moved", () => {
    const moved = routeWith([{ ...plainRule, route: [to("a"), to("shop-canary")] }]);
    expect(() => write(routeWith([own(5)]), toZero, moved)).toThrow(/^test \/spec\/http\/0/);
  });

  test("a rule to the canary alone, whose weight does not count, gets stable back in the form of the host", () => {
    const host = "shop-canary.shop.svc.cluster.local";
    const destination = { host, subset: "v2", port: { number: 81 } };
    const lost = routeWith([{ route: [{ destination, headers: { x: {} } } as never] }]);
    expect(write(lost, toZero).spec.http?.[0]?.route).toEqual([
      { destination, headers: { x: {} }, weight: 0 },
      {
        destination: { host: "shop-stable.shop.svc.cluster.local", port: { number: 81 } },
        weight: 100,
      },
    ]);
    const alone = routeWith([{ route: [to("shop-stable")] }]);
    expect(write(alone, toZero).spec.http?.[0]?.route).toEqual([to("shop-stable", 100)]);
  });

  test("doubles get nothing, the Service of probes neither", () => {
    const hosts = ["shop-stable", "shop-canary-probe", "shop-stable", "shop-canary"];
    const after = write(routeWith([{ route: hosts.map((host) => to(host, 5)) }]), toZero);
    expect(after.spec.http?.[0]?.route?.map(({ weight }) => weight)).toEqual([100, 0, 0, 0]);
  });

  test("leaves the canary out where its Service does not exist", () => {
    const after = write(routeWith([own(5)]), { ...toZero, withoutCanary: true });
    expect(after.spec.http?.[0]?.route).toEqual([to("shop-stable", 100)]);
  });

  test("points rules of others at stable without the canary's subset, with everything else of theirs", () => {
    const subset = { destination: { host: "shop-canary", subset: "v2" }, weight: 1 };
    const beta = { ...ruleFor("/b", to("x", 3), subset), retries: { attempts: 2 }, timeout: "3s" };
    const tls = [{ match: [{ sniHosts: ["a"] }], route: [to("shop-canary")] }, { route: [to("x")] }];
    const after = write(
      routeWith([beta, ...ownRules(5)], undefined, { tls, tcp: [{ route: [to("y")] }] }),
      toZero,
    );
    expect(after.spec.http?.[0]).toEqual({
      ...beta,
      route: [to("x", 3), { destination: { host: "shop-stable" }, weight: 1 }],
    });
    expect(after.spec.tls).toEqual([{ ...tls[0], route: [to("shop-stable")] }, tls[1]]);
    expect(after.spec.tcp).toEqual([{ route: [to("y")] }]);
  });

  test("ends copies to the canary in rules of others and in the app's own; other copies go on", () => {
    const canary = { host: "shop-canary" };
    const kept = { destination: { host: "log" }, percentage: { value: 5 } };
    const copies = { mirrors: [kept, { destination: canary }] };
    const alone = { mirror: canary, mirrorPercentage: { value: 20 } };
    const redirect = { redirect: {}, ...alone } as HttpRule;
    const after = write(
      routeWith([{ ...own(5), ...alone, ...copies }, { ...ruleFor("/x", to("x")), ...copies }, redirect]),
      toZero,
    );
    expect(after.spec.http).toEqual([
      { ...own(0), mirrors: [kept] },
      { ...ruleFor("/x", to("x")), mirrors: [kept] },
      { redirect: {} },
    ]);
    const other = { mirror: { host: "log" }, mirrorPercent: 5, mirrors: [{ destination: canary }] };
    expect(write(routeWith([{ ...own(5), ...other }]), toZero).spec.http).toEqual([
      { ...own(0), ...other, mirrors: [] },
    ]);
  });

  test("no request reaches the canary afterwards, whatever the rules were", () => {
    const host = fc.constantFrom("shop-stable", "shop-canary", "shop-canary-probe", "other");
    const weight = fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined });
    const ref = fc.record({ host, weight }).map((one) => to(one.host, one.weight));
    const mirrors = fc.array(
      host.map((one) => ({ destination: { host: one } })),
      { maxLength: 2 },
    );
    const rule = fc
      .record({ path: fc.constantFrom("", "/a"), refs: fc.array(ref, { maxLength: 4 }), mirrors })
      .map((one): HttpRule => ({
        ...(one.path === "" ? {} : { match: ruleFor(one.path).match ?? [] }),
        route: one.refs,
        mirrors: one.mirrors,
      }));
    const streams = fc.array(
      fc.array(ref, { maxLength: 3 }).map((route) => ({ route })),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), streams, fc.boolean(), (rules, tcp, isShared) => {
        const of = isShared ? shared : settings;
        const seen = routeWith(rules, undefined, { tcp });
        const after = write(seen, toZero, seen, of);
        expect(viewOf(after, of).live.weight).toBe(0);
        const foreign = ({ spec }: VirtualService) =>
          [...(spec.http ?? []), ...(spec.tcp ?? [])].map(({ route = [] }) =>
            route.filter(({ destination }) => destination.host === "other"),
          );
        expect(foreign(after)).toEqual(foreign(seen));
      }),
    );
  });
});
