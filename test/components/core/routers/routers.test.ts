import { describeRouter, routedKinds, routerOf, routers } from "../../../../components/core/routers/routers";
import { objectPath } from "../../../../components/core/routers/routed-kind";
import type { DeclaredObject } from "../../../../components/core/routers/router";
import type { Settings } from "../../../../components/core/settings";
import { ownRules, settings } from "./gateway/any-route";

test("routerOf() finds every router by its name, and no other", () => {
  for (const router of routers) {
    expect(routerOf({ traffic: { ...settings.traffic, router: router.name } })).toBe(router);
  }
  const traffic = { ...settings.traffic, router: "other" } as unknown as Settings["traffic"];
  expect(() => routerOf({ traffic })).toThrow('Cannot find router "other"');
});

test("describeRouter() says of a router that no proxy was tried by", () => {
  const about = "its own object";
  expect(describeRouter({ name: "mesh", about })).toBe("`mesh`: its own object");
  expect(describeRouter({ name: "mesh", about, experimental: "no proxy ran" })).toBe(
    "`mesh` (experimental): its own object",
  );
});

test("objectPath() names an object, or the collection", () => {
  const [kind] = routedKinds;
  if (kind === undefined) throw new Error("there must be one");
  const collection = "/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes";
  expect(objectPath(kind, "shop", "web")).toBe(`${collection}/web`);
  expect(objectPath(kind, "shop")).toBe(collection);
});

describe.each(routers)("router $name", (router) => {
  test("reads back what it declares as its own, all traffic on stable", () => {
    const isWeighted = ({ manifest }: DeclaredObject) =>
      router.path(settings).endsWith(`/${manifest.metadata.name}`);
    const declared = router.declare(settings, "t").find(isWeighted) as DeclaredObject;
    const metadata = { ...declared.manifest.metadata, uid: "u", resourceVersion: "1" };
    const reading = router.read({ ...declared.manifest, metadata }, settings, []);
    expect(reading).toMatchObject({ kind: "ours", view: { live: { weight: 0, epoch: "" } } });
  });

  test("leaves no part of what it declares to both writers", () => {
    for (const { manifest, ignore } of router.declare(settings, "t")) {
      const metadata = { ...manifest.metadata, uid: "u", resourceVersion: "1" };
      if (!router.path(settings).endsWith(`/${manifest.metadata.name}`)) continue;
      const reading = router.read({ ...manifest, metadata }, settings, []);
      if (reading.kind !== "ours") continue;
      const change = { weight: 5, epoch: "1-a", guard: "names" } as const;
      const written = router.renderWeight(reading.view, settings, change).filter(({ op }) => op !== "test");
      for (const { path } of written) {
        const [, part, field = ""] = path.split("/");
        const isDeclared = part === "spec" || path.endsWith("/canary");
        expect(isDeclared && !ignore.includes(`spec.${field}`)).toBe(false);
      }
    }
  });

  test("may read and patch what it declares", () => {
    const { read, write, declare } = router.rights;
    for (const { group, resource } of declare) {
      if (!router.path(settings).includes(`/${resource}/`)) continue;
      expect(read).toContainEqual({ group, resource, verb: "get" });
      expect(write).toContainEqual({ group, resource, verb: "patch" });
    }
  });
});

test("the gateway router declares hosts, Gateways, labels and annotations of the user's", () => {
  const traffic = {
    ...settings.traffic,
    hosts: ["a.b", "*.c.d"],
    gateways: [settings.traffic.gateway, { name: "x", namespace: "y", port: 443 }],
    metadata: { labels: { team: "a" }, annotations: { b: "c" } },
  };
  const [declared] = routerOf(settings).declare({ ...settings, traffic }, "t");
  expect(declared?.manifest.metadata).toMatchObject({
    labels: { "app.kubernetes.io/name": "shop", team: "a" },
    annotations: { b: "c" },
  });
  expect(declared?.manifest.spec).toMatchObject({
    hostnames: ["a.b", "*.c.d"],
    parentRefs: [{ name: "sluice" }, { name: "x", namespace: "y", port: 443 }],
  });
});

test("the gateway router declares the route with or without a listener", () => {
  const gateway = { ...settings.traffic.gateway, listener: "https" };
  const [plain] = routerOf(settings).declare(settings, "t") as [DeclaredObject];
  const [listening] = routerOf(settings).declare(
    { ...settings, traffic: { ...settings.traffic, gateway } },
    "t",
  ) as [DeclaredObject];
  const parent = {
    group: "gateway.networking.k8s.io",
    kind: "Gateway",
    name: "sluice",
    namespace: "gateway",
  };
  expect(plain.manifest.spec).toEqual({
    parentRefs: [parent],
    hostnames: ["shop.example.org"],
    rules: ownRules(0),
  });
  expect(listening.manifest.spec).toMatchObject({ parentRefs: [{ ...parent, sectionName: "https" }] });
});
