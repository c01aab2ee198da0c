import * as fc from "fast-check";
import type { IngressRoute, RouteRule } from "../../../../../components/core/routers/traefik/ingress-route";
import { ingressRoute } from "../../../../../components/core/routers/traefik/kinds";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import type { WeightChange } from "../../../../../components/core/routers/router";
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

const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
const toZero: WeightChange = { weight: 0, epoch: "5-b", zero, guard: "names" };
const raise = (weight: number): WeightChange => ({ weight, epoch: "5-b", guard: "exact" });
const ended = { "sluice.dev/epoch": "5-b", "sluice.dev/zero": JSON.stringify(zero) };

/** The route after a write that was computed from `seen` and meets `live`. */
const write = (seen: IngressRoute, change: WeightChange, live = seen, of = settings): IngressRoute =>
  applyJsonPatch(live, traefik.renderWeight(viewOf(seen, of), of, change));

describe("traefik.renderWeight() of a raise", () => {
  test("writes both weights and the epoch, and leaves everything else", () => {
    const other = ruleFor("/a", service("other"));
    expect(write(routeWith([...ownRules(5), other]), raise(20))).toEqual(
      routeWith([{ ...(ownRules(20)[0] as RouteRule) }, ...ownRules(5).slice(1), other], {
        "sluice.dev/epoch": "5-b",
      }),
    );
  });

  test("writes every rule of a route of another owner", () => {
    const routes = [...ownRules(5), ...ownRules(5, ruleFor("/a", service("shop")))];
    expect(viewOf(write(routeWith(routes), raise(50), routeWith(routes), shared), shared).live).toMatchObject(
      {
        weight: 50,
        epoch: "5-b",
      },
    );
  });

  test.each<[string, IngressRoute]>([
    ["a weight", routeWith(ownRules(6))],
    ["the epoch", routeWith(ownRules(5), { "sluice.dev/epoch": "9-z" })],
    ["a rule", routeWith([...ownRules(5), ruleFor("/a", service("other"))])],
  ])("fails where somebody wrote %s since", (_, live) => {
    expect(() => write(routeWith(ownRules(5)), raise(20), live)).toThrow(/^test /);
  });

  test("is refused where the rules are damaged", () => {
    const damaged = routeWith([{ ...plainRule, services: [service("shop-stable")] }]);
    expect(() => write(damaged, raise(5))).toThrow('Cannot write 5 % to the route of "shop": spec.routes[0]');
  });
});

describe("traefik.renderWeight() of weight 0", () => {
  test("meets whatever weight somebody wrote meanwhile, and says why", () => {
    const live = routeWith(ownRules(50), { "sluice.dev/epoch": "9-z" });
    expect(write(routeWith(ownRules(5)), toZero, live)).toEqual(
      routeWith([ownRules(0)[0] as RouteRule, ...ownRules(50).slice(1)], ended),
    );
  });

  test("fails where a Service moved", () => {
    const moved = routeWith([{ ...plainRule, services: [service("a"), service("shop-canary")] }]);
    expect(() => write(routeWith(ownRules(5)), toZero, moved)).toThrow(/^test \/spec\/routes\/0/);
  });

  test("gives a rule its lost stable back, and takes doubles away", () => {
    const lost = routeWith([{ ...plainRule, services: [service("shop-canary", 7)] }]);
    expect(write(lost, toZero).spec.routes?.[0]?.services).toEqual([
      service("shop-canary", 0),
      service("shop-stable", 100),
    ]);
    const services = ["shop-stable", "shop-canary", "shop-stable", "shop-canary"].map((name) =>
      service(name),
    );
    const doubled = write(routeWith([{ ...plainRule, services }]), toZero).spec.routes?.[0]?.services;
    expect(doubled?.map(({ weight }) => weight)).toEqual([100, 0, 0, 0]);
  });

  test("leaves the canary out where its Service does not exist", () => {
    const after = write(routeWith(ownRules(5)), { ...toZero, withoutCanary: true });
    expect(after.spec.routes?.[0]?.services).toEqual([service("shop-stable", 100)]);
  });

  test("points foreign rules of the object at stable, with everything else of theirs", () => {
    const beta = {
      ...ruleFor("/b", service("x", 3), service("shop-canary", 1)),
      middlewares: [{ name: "m" }],
    };
    const after = write(routeWith([...ownRules(5), beta]), toZero);
    expect(after.spec.routes?.[4]).toEqual({
      ...beta,
      services: [service("x", 3), service("shop-stable", 1)],
    });
  });

  test("ends a rule to the Service of probes as well, and leaves those of other objects", () => {
    const seen = routeWith([...ownRules(5), ruleFor("/p", service("shop-canary-probe"))]);
    const around = [
      { kind: ingressRoute, objects: [{ ...seen, metadata: { ...seen.metadata, name: "x" } }], place: "" },
    ];
    const patch = traefik.renderWeight(viewOf(seen, settings, around), settings, toZero);
    const { live } = viewOf(applyJsonPatch(seen, patch));
    expect([live.weight, live.foreign]).toEqual([0, undefined]);
  });

  test("ends what the app's own rule sends to the canary by the Service of probes", () => {
    const probes = service("shop-canary-probe", 1);
    const own: RouteRule = {
      ...plainRule,
      services: [probes, service("shop-stable", 0), service("shop-canary", 5)],
    };
    expect(write(routeWith([own]), toZero).spec.routes?.[0]?.services).toEqual([
      { ...probes, weight: 0 },
      service("shop-stable", 100),
      service("shop-canary", 0),
    ]);
    const gone = write(routeWith([own]), { ...toZero, withoutCanary: true });
    expect(gone.spec.routes?.[0]?.services).toEqual([service("shop-stable", 100)]);
  });

  test("no request reaches the canary afterwards, whatever the rules were", () => {
    const name = fc.constantFrom("shop-stable", "shop-canary", "shop-canary-probe", "other");
    const ref = fc
      .record({ name, weight: fc.integer({ min: 0, max: 100 }) })
      .map((one) => service(one.name, one.weight));
    const rule = fc
      .record({ path: fc.constantFrom("/", "/a", "/b"), services: fc.array(ref, { maxLength: 4 }) })
      .map(({ path, services }) => ruleFor(path, ...services));
    const own = fc.array(ref, { maxLength: 4 }).map((services): RouteRule => ({ ...plainRule, services }));
    fc.assert(
      fc.property(own, fc.array(rule, { maxLength: 4 }), fc.boolean(), (mine, others, isShared) => {
        const of = isShared ? shared : settings;
        const seen = routeWith([mine, ...others]);
        const after = write(seen, toZero, seen, of);
        expect(viewOf(after, of).live.weight).toBe(0);
        const foreign = (route: IngressRoute) =>
          (route.spec.routes ?? []).map((one) => ({
            ...one,
            services: one.services?.filter((s) => s.name === "other"),
          }));
        expect(foreign(after)).toEqual(foreign(seen));
      }),
    );
  });
});
