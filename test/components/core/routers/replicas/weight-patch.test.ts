import * as fc from "fast-check";
import { replicas } from "../../../../../components/core/routers/replicas/replicas";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import type { WeightChange } from "../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../support/json-patch";
import { serviceAt, serviceOf, settings, viewOf } from "./any-service";

const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
const toZero: WeightChange = { weight: 0, epoch: "5-b", zero, guard: "names" };
const raise = (weight: number): WeightChange => ({ weight, epoch: "5-b", guard: "exact" });
const epoch = { "sluice.dev/epoch": "4-a" };

/** The Service after a write that was computed from `seen` and meets `live`. */
const write = (seen: RouterObject, change: WeightChange, live: RouterObject = seen): RouterObject =>
  applyJsonPatch(live, replicas.renderWeight(viewOf(seen), settings, change));

describe("replicas.renderWeight() of a raise", () => {
  test.each([
    [0, 20],
    [20, 50],
    [50, 100],
    [100, 50],
  ])("from %i to %i % writes selector, weight and epoch, and leaves everything else", (from, to) => {
    const after = write(serviceAt(from, { "sluice.dev/zero": "{}", other: "x" }), raise(to));
    expect(after).toEqual(serviceAt(to, { "sluice.dev/epoch": "5-b", other: "x" }));
  });

  test.each<[string, RouterObject]>([
    ["the selector", serviceOf({ tier: "web" }, epoch)],
    ["the epoch", serviceAt(20, { "sluice.dev/epoch": "9-z" })],
  ])("fails where somebody wrote %s since", (_, live) => {
    expect(() => write(serviceAt(20), raise(50), live)).toThrow(/^test /);
  });

  test("is refused where the Service selects something else", () => {
    const view = viewOf(serviceOf({ tier: "web" }, epoch));
    expect(() => replicas.renderWeight(view, settings, raise(20))).toThrow(RangeError);
  });
});

describe("replicas.renderWeight() of weight 0", () => {
  test("meets another weight that was written meanwhile, bumps the epoch and says why", () => {
    expect(write(serviceAt(20), toZero, serviceAt(50, { "sluice.dev/epoch": "9-z" }))).toEqual(
      serviceAt(0, { "sluice.dev/epoch": "5-b", "sluice.dev/zero": JSON.stringify(zero) }),
    );
  });

  test("fails where the selector moved, and is computed again from what is there", () => {
    expect(() => write(serviceAt(20), toZero, serviceAt(100))).toThrow(/^test \/spec\/selector/);
  });

  test("leaves stable's pods alone, whatever was selected", () => {
    const key = fc.constantFrom("app.kubernetes.io/name", "sluice.dev/track", "tier");
    const value = fc.constantFrom("shop", "stable", "canary", "x");
    fc.assert(
      fc.property(fc.option(fc.dictionary(key, value), { nil: undefined }), (selector) => {
        const after = write(serviceOf(selector, epoch), toZero);
        expect(after.spec).toEqual(serviceAt(0).spec);
        expect(viewOf(after).live).toMatchObject({ weight: 0, zeroReason: zero });
      }),
    );
  });
});

describe("replicas.renderStructure()", () => {
  const structure = { settings, token: "t", epoch: "5-b" };

  test("gives what Pulumi made its weight and epoch, once", () => {
    const { annotations: _, ...metadata } = serviceAt(0).metadata;
    const fresh = { ...serviceAt(0), metadata };
    const after = applyJsonPatch(fresh, replicas.renderStructure(viewOf(fresh), structure) ?? []);
    expect(after).toEqual(serviceAt(0, { "sluice.dev/epoch": "5-b" }));
    expect(replicas.renderStructure(viewOf(after), structure)).toBeUndefined();
  });

  test("puts the selector of stable right, and keeps why the weight is zero", () => {
    const odd = { "app.kubernetes.io/name": "shop", "sluice.dev/track": "stable", tier: "web" };
    const why = { "sluice.dev/zero": JSON.stringify(zero) };
    const seen = serviceOf(odd, { ...epoch, ...why });
    const after = applyJsonPatch(seen, replicas.renderStructure(viewOf(seen), structure) ?? []);
    expect(after).toEqual(serviceAt(0, { "sluice.dev/epoch": "5-b", ...why }));
  });
});

test("replicas.declare() makes one Service whose selector is nobody's but the route writer's, with the tracks' ports", () => {
  const [declared, ...more] = replicas.declare(settings, "t");
  expect(more).toEqual([]);
  expect(declared).toMatchObject({
    manifest: { apiVersion: "v1", kind: "Service", metadata: { name: "shop", namespace: "shop" } },
    ignore: ["spec.selector"],
    hasPorts: true,
  });
  const { spec } = declared?.manifest ?? {};
  expect(spec).toEqual({ selector: (serviceAt(0).spec as { selector: unknown }).selector });
  expect(replicas.probe(viewOf(serviceAt(0)), settings, "canary")).toBeUndefined();
  expect(replicas.path(settings)).toBe("/api/v1/namespaces/shop/services/shop");
});
