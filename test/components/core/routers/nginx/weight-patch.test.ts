import * as fc from "fast-check";
import { nginx } from "../../../../../components/core/routers/nginx/nginx";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import type { WeightChange } from "../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../support/json-patch";
import { around, canaryAt, ingressTo, main, noted, settings, viewOf } from "./any-ingress";

const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
const toZero: WeightChange = { weight: 0, epoch: "5-b", zero, guard: "names" };
const raise = (weight: number): WeightChange => ({ weight, epoch: "5-b", guard: "exact" });

/** The canary Ingress after a write that was computed from `seen` and meets `live`. */
const write = (seen: RouterObject, change: WeightChange, live: RouterObject = seen): RouterObject =>
  applyJsonPatch(live, nginx.renderWeight(viewOf(seen), settings, change));

describe("nginx.renderWeight() of a raise", () => {
  test("writes weight, total and epoch, and leaves everything else", () => {
    const after = write(canaryAt(5, { "sluice.dev/zero": "{}", other: "x" }), raise(20));
    expect(after).toEqual(canaryAt(20, { "sluice.dev/epoch": "5-b", other: "x" }));
  });

  test.each<[string, RouterObject]>([
    ["a weight", canaryAt(6)],
    ["a total", canaryAt(5, noted({ "canary-weight-total": "1000" }))],
    ["the epoch", canaryAt(5, { "sluice.dev/epoch": "9-z" })],
    ["a header", canaryAt(5, noted({ "canary-by-header": "x" }))],
    ["a backend", { ...canaryAt(5), spec: ingressTo("old", "x").spec }],
  ])("fails where somebody wrote %s since", (_, live) => {
    expect(() => write(canaryAt(5), raise(20), live)).toThrow(/^test /);
  });

  test("is refused where the pair is damaged, and tests the version of one without annotations", () => {
    const view = viewOf(canaryAt(5), around(canaryAt(5)));
    expect(() => nginx.renderWeight(view, settings, raise(20))).toThrow(RangeError);
    const { annotations: _, ...metadata } = canaryAt(5).metadata;
    const bare = { object: { ...canaryAt(5), metadata }, live: { ...view.live, weight: 0 } };
    const { damage: _damage, ...live } = bare.live;
    expect(nginx.renderWeight({ ...bare, live }, settings, raise(5))).toContainEqual({
      op: "test",
      path: "/metadata/resourceVersion",
      value: "7",
    });
  });
});

describe("nginx.renderWeight() of weight 0", () => {
  test("meets whatever somebody wrote meanwhile, bumps the epoch and says why", () => {
    expect(write(canaryAt(5), toZero, canaryAt(50, { "sluice.dev/epoch": "9-z" }))).toEqual(
      canaryAt(0, { "sluice.dev/epoch": "5-b", "sluice.dev/zero": JSON.stringify(zero) }),
    );
  });

  test("fails where the backend moved", () => {
    const moved = { ...canaryAt(5), spec: ingressTo("old", "x").spec };
    expect(() => write(canaryAt(5), toZero, moved)).toThrow(/^test \/spec\/rules\/0/);
  });

  test("ends what picks requests by header or cookie, and makes it a canary again", () => {
    const picks = noted({ "canary-by-header": "x", "canary-by-header-value": "y", "canary-by-cookie": "z" });
    expect(viewOf(write(canaryAt(5, picks), toZero)).live).toMatchObject({ weight: 0 });
    const plain = ingressTo("shop-canary", "shop-canary", { "sluice.dev/epoch": "4-a" });
    expect(viewOf(plain).live.weight).toBe(100);
    expect(viewOf(write(plain, toZero)).live.weight).toBe(0);
  });

  test("no request reaches the canary afterwards, whatever the annotations were", () => {
    const value = fc.constantFrom("true", "false", "0", "5", "100", "1000", "x", "-1", "");
    const name = fc.constantFrom(
      "canary",
      "canary-weight",
      "canary-weight-total",
      "canary-by-header",
      "canary-by-header-value",
      "canary-by-header-pattern",
      "canary-by-cookie",
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (notes) => {
        const seen = ingressTo("shop-canary", "shop-canary", { ...noted(notes), "sluice.dev/epoch": "4-a" });
        const after = write(seen, toZero);
        expect(viewOf(after).live.weight).toBe(0);
        expect(viewOf(after).live.damage).toBeUndefined();
        expect(after.spec).toEqual(seen.spec);
      }),
    );
  });
});

describe("nginx.renderStructure()", () => {
  const structure = { settings, token: "t", epoch: "5-b" };

  test("gives what Pulumi made its weight and epoch, once", () => {
    const fresh = ingressTo("shop-canary", "shop-canary", noted({ canary: "true" }));
    const after = applyJsonPatch(fresh, nginx.renderStructure(viewOf(fresh), structure) ?? []);
    expect(after).toEqual(canaryAt(0, { "sluice.dev/epoch": "5-b" }));
    expect(nginx.renderStructure(viewOf(after), structure)).toBeUndefined();
  });

  test("puts the total right at the weight that is live, and keeps why it is zero", () => {
    const seen = canaryAt(50, {
      ...noted({ "canary-weight-total": "1000" }),
      "sluice.dev/zero": '{"kind":"abort","reason":"x"}',
    });
    const after = applyJsonPatch(seen, nginx.renderStructure(viewOf(seen), structure) ?? []);
    expect(after).toEqual(
      canaryAt(5, { "sluice.dev/epoch": "5-b", "sluice.dev/zero": '{"kind":"abort","reason":"x"}' }),
    );
    const { annotations: _, ...metadata } = seen.metadata;
    const bare = { ...viewOf(seen), object: { ...seen, metadata } };
    expect(nginx.renderStructure(bare, structure)?.at(-1)?.value).toBe("100");
  });
});

test("nginx.probe() has no rule, and the lever is the canary's Service", () => {
  expect(nginx.probe(viewOf(canaryAt(0)), settings, "canary")).toBeUndefined();
  expect(nginx.lever?.({ app: "shop" })).toEqual(["shop-canary"]);
  expect(nginx.path(settings)).toBe("/apis/networking.k8s.io/v1/namespaces/shop/ingresses/shop-canary");
});

test("nginx.declare() makes both for every host, the class and certificate of the configuration", () => {
  const ingress = { class: "public", annotations: { a: "b" }, tlsSecret: "tls" };
  const traffic = { ...settings.traffic, hosts: ["a.b", "c.d"], ingress };
  const [stable, canary] = nginx.declare({ ...settings, traffic }, "t");
  expect(stable?.manifest).toMatchObject({
    metadata: { name: "shop", annotations: { a: "b" } },
    spec: { ingressClassName: "public", tls: [{ hosts: ["a.b", "c.d"], secretName: "tls" }] },
  });
  expect(canary?.manifest.metadata.annotations).toEqual(noted({ canary: "true" }));
  expect(canary?.manifest.spec).not.toHaveProperty("tls");
  const [plain] = nginx.declare(settings, "t");
  expect(plain?.manifest.spec).toEqual({
    ingressClassName: "nginx",
    rules: [(main.spec as { rules: unknown[] }).rules[0]],
  });
});
