import type { Settings } from "../../../../../components/core/settings";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import { narrow, priorityOf, repeat } from "../../../../../components/core/routers/traefik/match";
import { ownRules, plainRule, routeWith, service, settings, viewOf } from "./any-ingress-route";

const host = "Host(`shop.example.org`)";

test("the rules of an app: split, served from stable behind it, a probe rule for each track ahead of it", () => {
  expect(ownRules(5, { ...plainRule, middlewares: [{ name: "hsts" }] })).toEqual([
    {
      kind: "Rule",
      match: host,
      middlewares: [{ name: "hsts" }],
      services: [service("shop-stable", 95), service("shop-canary", 5)],
    },
    {
      kind: "Rule",
      match: `(${host}) && PathPrefix(\`/\`)`,
      priority: 23,
      middlewares: [{ name: "hsts" }],
      services: [service("shop-stable", 100), service("shop-stable-probe", 0)],
    },
    {
      kind: "Rule",
      match: `(${host}) && Header(\`x-sluice-probe\`, \`t-stable\`)`,
      priority: 25,
      middlewares: [{ name: "hsts" }, { name: "shop-stable-probe" }],
      services: [service("shop-stable-probe", 1)],
    },
    {
      kind: "Rule",
      match: `(${host}) && Header(\`x-sluice-probe\`, \`t-canary\`)`,
      priority: 25,
      middlewares: [{ name: "hsts" }, { name: "shop-canary-probe" }],
      services: [service("shop-canary-probe", 1)],
    },
  ]);
});

test.each([
  [undefined, 8, 7, 9],
  [0, 8, 7, 9],
  [1, 1, -1, 2],
  [-1, -1, -2, 1],
  [100, 100, 99, 101],
])("priority %s is %i to Traefik; the rules beside it have %i and %i", (priority, own, behind, ahead) => {
  const rule = { match: "Path(`ä`)".slice(0, 7), ...(priority === undefined ? {} : { priority }) };
  expect(priorityOf(rule)).toBe(own);
  expect(repeat(rule).priority).toBe(behind);
  expect(narrow(rule, "k").priority).toBe(ahead);
});

test("a rule in the syntax of version 2 gets its probes in that syntax", () => {
  const rule = { ...plainRule, syntax: "v2" };
  expect(narrow(rule, "k").match).toBe(`(${host}) && Headers(\`x-sluice-probe\`, \`k\`)`);
  expect(traefik.probe(viewOf(routeWith(ownRules(0, rule))), settings, "canary")).toEqual({
    send: { "x-sluice-probe": "t-canary" },
    proof: { name: "x-sluice-track", value: "canary" },
  });
});

test("traefik.probe() has none where the route has no probe rule", () => {
  const route = routeWith(ownRules(0).slice(0, 2));
  expect(traefik.probe(viewOf(route), settings, "stable")).toBeUndefined();
});

describe("traefik.declare()", () => {
  const declare = (traffic: Partial<Settings["traffic"]>) =>
    traefik.declare({ ...settings, traffic: { ...settings.traffic, ...traffic } }, "t");

  test("makes the route at weight 0, and the Middlewares by which probe rules name their track", () => {
    const [route, stable, canary] = declare({});
    expect(route).toEqual({
      manifest: {
        apiVersion: "traefik.io/v1alpha1",
        kind: "IngressRoute",
        metadata: {
          name: "shop",
          namespace: "shop",
          labels: { "app.kubernetes.io/name": "shop" },
          annotations: {},
        },
        spec: { routes: ownRules(0) },
      },
      ignore: ["spec.routes"],
    });
    expect(stable?.manifest).toMatchObject({ kind: "Middleware", metadata: { name: "shop-stable-probe" } });
    expect(canary?.manifest.spec).toEqual({
      headers: { customResponseHeaders: { "x-sluice-track": "canary" } },
    });
  });

  test("takes class, entry points, certificate and hosts of the configuration", () => {
    const ingress = {
      class: "internal",
      annotations: { a: "b" },
      tlsSecret: "tls",
      entryPoints: ["websecure"],
    };
    const [route] = declare({ ingress, hosts: ["a.b", "*.c.d"] });
    expect(route?.manifest).toMatchObject({
      metadata: { annotations: { a: "b" } },
      spec: { entryPoints: ["websecure"], ingressClassName: "internal", tls: { secretName: "tls" } },
    });
    expect(route?.manifest.spec).toHaveProperty(
      "routes.0.match",
      String.raw`Host(\`a.b\`) || HostRegexp(\`^[^.]+\.c\.d$\`)`.replaceAll("\\`", "`"),
    );
  });

  test("makes only the Middlewares where another owner makes the route", () => {
    expect(declare({ isShared: true }).map(({ manifest }) => manifest.kind)).toEqual([
      "Middleware",
      "Middleware",
    ]);
  });
});

test("the lever is the canary's Service", () => {
  expect(traefik.lever?.(settings)).toEqual(["shop-canary"]);
});
