import { httpRoute } from "../../../../../components/core/routers/gateway/kinds";
import { nginx } from "../../../../../components/core/routers/nginx/nginx";
import { routeWith, ruleFor, backend } from "../gateway/any-route";
import { around, canaryAt, ingressTo, main, noted, settings, viewOf } from "./any-ingress";

describe("nginx.read()", () => {
  test.each<[string, Record<string, string>, number]>([
    ["a weight", { canary: "true", "canary-weight": "20", "canary-weight-total": "100" }, 20],
    ["no weight", { canary: "true" }, 0],
    ["a greater total", { canary: "true", "canary-weight": "5", "canary-weight-total": "1000" }, 0.5],
    [
      "a total below 100, which proxies ignore",
      { canary: "true", "canary-weight": "25", "canary-weight-total": "50" },
      25,
    ],
    ["more than all", { canary: "true", "canary-weight": "150" }, 100],
    ["less than nothing", { canary: "true", "canary-weight": "-5" }, 0],
    ["a weight that is none", { canary: "true", "canary-weight": "much" }, 100],
  ])("takes %s as the proxy does", (_, notes, weight) => {
    expect(viewOf(ingressTo("shop-canary", "shop-canary", noted(notes))).live).toMatchObject({ weight });
  });

  test("has the marks of the last write, and no word of the router", () => {
    const { live } = viewOf(canaryAt(5, { "sluice.dev/zero": '{"kind":"abort","reason":"x"}' }));
    expect(live).toMatchObject({
      epoch: "4-a",
      zeroReason: { kind: "abort" },
      readiness: { kind: "not-reported" },
    });
    expect(live).not.toHaveProperty("damage");
    expect(live).not.toHaveProperty("foreign");
    const canary = canaryAt(5);
    const managedFields = [{ manager: "kubectl", time: "t", fieldsV1: { "f:spec": {} } }];
    const written = { ...canary, metadata: { ...canary.metadata, managedFields } };
    expect(viewOf(written).live.lastWriter).toEqual({ manager: "kubectl", at: "t" });
  });

  test("knows its own by the epoch, or as Pulumi made it, and no other", () => {
    const fresh = ingressTo("shop-canary", "shop-canary", noted({ canary: "true" }));
    expect(nginx.read(fresh, settings, []).kind).toBe("ours");
    for (const theirs of [
      ingressTo("shop-canary", "shop-canary"),
      ingressTo("old", "shop-canary", noted({ canary: "true" })),
    ])
      expect(nginx.read(theirs, settings, [])).toEqual({ kind: "theirs", owner: "Ingress shop/shop-canary" });
    const { spec: _, ...bare } = fresh;
    expect(nginx.read(bare, settings, []).kind).toBe("theirs");
  });

  test.each(["canary-by-header", "canary-by-header-value", "canary-by-header-pattern", "canary-by-cookie"])(
    "takes %s of the canary Ingress for a rule of another owner",
    (name) => {
      const { live } = viewOf(canaryAt(5, noted({ [name]: "x" })));
      expect(live).toMatchObject({
        weight: 100,
        foreign: { written: 5, rules: [{ own: true, weight: 100 }] },
      });
    },
  );

  test("tells ways to the canary in other objects, and kinds that may not be read", () => {
    const beta = ingressTo("shop-canary", "beta", {}, "beta.example.org");
    const route = routeWith([ruleFor("/", backend("shop-canary"))], { name: "shop-canary" });
    const others = [
      ...around(main, canaryAt(5), beta),
      { kind: httpRoute, objects: [route], place: "" },
      { kind: httpRoute, objects: undefined, place: "httproutes of namespace x" },
    ];
    expect(viewOf(canaryAt(5), others).live).toMatchObject({
      weight: 100,
      foreign: {
        written: 5,
        rules: [
          { object: "Ingress shop/beta", own: false },
          { object: "HTTPRoute shop/shop-canary", own: false },
        ],
      },
      unseen: ["httproutes of namespace x"],
    });
  });
});

describe("nginx.read() tells damage", () => {
  const canary = canaryAt(5);
  test.each<[string, Parameters<typeof viewOf>, string]>([
    [
      "another backend of the canary Ingress",
      [ingressTo("old", "shop-canary", { "sluice.dev/epoch": "4-a" })],
      "must lead to shop-canary only",
    ],
    [
      "a canary Ingress that is none",
      [ingressTo("shop-canary", "shop-canary", { "sluice.dev/epoch": "4-a" })],
      "must be a canary",
    ],
    [
      "no Ingress of stable",
      [canary, around(canary)],
      "Ingress shop/shop must lead to shop-stable: got none",
    ],
    [
      "another backend of stable's",
      [canary, around(ingressTo("old", "shop"), canary)],
      "must lead to shop-stable, and be no canary",
    ],
    [
      "stable's as a canary",
      [canary, around(ingressTo("shop-stable", "shop", noted({ canary: "true" })), canary)],
      "be no canary",
    ],
    [
      "stable's Service in another Ingress",
      [canary, around(main, canary, ingressTo("shop-stable", "admin", {}, "x.y"))],
      "Service shop-stable must be named by one Ingress, since the weight counts for every path that leads there: got Ingress shop/admin as well",
    ],
    [
      "a second canary Ingress",
      [canary, around(main, canary, ingressTo("v2", "second", noted({ canary: "true" })))],
      "must have one canary Ingress, since the proxy takes no second one: got Ingress shop/second",
    ],
  ])("of %s", (_, given, text) => {
    expect(viewOf(...given).live.damage).toMatchObject({
      text: expect.stringContaining(text),
      restorable: false,
    });
  });

  test("and none of others for other hosts, or where they were not looked at", () => {
    const others = [
      ingressTo("v2", "elsewhere", noted({ canary: "true" }), "other.example.org"),
      { metadata: { ...main.metadata, name: "empty", annotations: noted({ canary: "true" }) } },
      {
        metadata: { ...main.metadata, name: "bare", annotations: noted({ canary: "true" }) },
        spec: { rules: [{}, { http: { paths: [{}] } }] },
      },
      {
        ...ingressTo("v4", "root", noted({ canary: "true" })),
        spec: { rules: [{ http: { paths: [{ pathType: "Exact" }] } }] },
      },
      { ...ingressTo("v3", "any", noted({ canary: "true" })), spec: { rules: [{ http: {} }] } },
    ];
    expect(viewOf(canary, around(main, canary, ...others)).live).not.toHaveProperty("damage");
    expect(viewOf(canary, []).live).not.toHaveProperty("damage");
  });
});
