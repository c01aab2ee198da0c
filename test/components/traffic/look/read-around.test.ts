import { readRoute } from "../../../../components/traffic/look/read-route";
import { backend, ownRules, settings, writtenRoute } from "../../core/routers/gateway/any-route";
import { elsewhere, grant, grants, group, list, other, route, serve } from "./served";

describe("objects of another served version, and of a group that had the kind before", () => {
  const istio = "/apis/networking.istio.io";
  const groups = (...named: readonly (readonly [group: string, ...versions: string[]])[]) => ({
    groups: named.map(([name, ...versions]) => ({
      name,
      versions: versions.map((version) => ({ version })),
    })),
  });
  const metadata = { name: "old", namespace: "shop" };
  const toCanary = {
    metadata,
    spec: { http: [{ route: [{ destination: { host: "shop-canary" }, weight: 100 }] }] },
  };
  const ways = async (objects: Readonly<Record<string, unknown>>) => {
    const { cluster, asked } = serve({ [route]: writtenRoute(ownRules(0)), ...objects });
    return { live: (await readRoute(cluster, settings))?.live, asked };
  };

  test.each([["v1beta1"], ["v1alpha3"]])(
    "a VirtualService of an Istio that serves %s alone",
    async (version) => {
      const { live } = await ways({
        "/apis": groups(["networking.istio.io", version]),
        [`${istio}/${version}/virtualservices`]: list(toCanary),
      });
      expect(live?.foreign?.rules.map(({ object }) => object)).toEqual(["VirtualService shop/old"]);
    },
  );

  test("a version that has no such kind is passed over, and so is every other one where the known is served", async () => {
    const both = groups(["networking.istio.io", "v1alpha1", "v1beta1"]);
    const old = `${istio}/v1beta1/virtualservices`;
    const { live } = await ways({ "/apis": both, [old]: list(toCanary) });
    expect(live?.foreign?.rules).toHaveLength(1);
    const served = { [`${istio}/v1/virtualservices`]: list() };
    expect((await ways({ "/apis": both, [old]: list(toCanary), ...served })).live).not.toHaveProperty(
      "foreign",
    );
  });

  test("an IngressRoute of Traefik 2, with a command that names its group", async () => {
    const former = "/apis/traefik.containo.us/v1alpha1";
    const spec = { routes: [{ match: "PathPrefix(`/`)", services: [{ name: "shop-canary", port: 80 }] }] };
    const { live } = await ways({
      "/apis": groups(["traefik.containo.us", "v1alpha1"]),
      [`${former}/ingressroutes`]: 403,
      [`${former}/namespaces/shop/ingressroutes`]: list({ metadata, spec }),
    });
    expect(live?.foreign?.rules).toMatchObject([
      {
        object: "IngressRoute shop/old",
        command: expect.stringContaining("ingressroutes.traefik.containo.us old") as string,
      },
    ]);
    const denied = await ways({
      "/apis": groups(["traefik.containo.us", "v1alpha1"]),
      [`${former}/ingressroutes`]: 403,
      [`${former}/namespaces/shop/ingressroutes`]: 403,
    });
    expect(denied.live?.unseen).toEqual(["ingressroutes.traefik.containo.us of namespace shop"]);
  });

  test("a VirtualService of another namespace, where the account may list it", async () => {
    const away = {
      metadata: { name: "edge", namespace: "infra" },
      spec: { http: [{ route: [{ destination: { host: "shop-canary.shop.svc.cluster.local" } }] }] },
    };
    const short = {
      metadata: { name: "same", namespace: "infra" },
      spec: { http: [{ route: [{ destination: { host: "shop-canary" } }] }] },
    };
    const everywhere = `${istio}/v1/virtualservices`;
    const here = { [`${istio}/v1/namespaces/shop/virtualservices`]: list() };
    const { live } = await ways({ [everywhere]: list(away, short), ...here });
    expect(live?.foreign?.rules.map(({ object }) => object)).toEqual(["VirtualService infra/edge"]);
    expect((await ways({ [everywhere]: 403, ...here })).live).not.toHaveProperty("foreign");
  });

  describe("a kind by which no router splits", () => {
    const contour = "/apis/projectcontour.io/v1";
    const proxies = `${contour}/namespaces/shop/httpproxies`;
    const served = { "/apis": groups(["projectcontour.io", "v1"]) };
    const proxy = { metadata, spec: { routes: [{ services: [{ name: "shop-canary", port: 80 }] }] } };

    test("is looked through where its group is served, and asked for nowhere else", async () => {
      const { live } = await ways({ ...served, [proxies]: list(proxy) });
      expect(live?.foreign?.rules.map(({ object }) => object)).toEqual(["HTTPProxy shop/old"]);
      expect((await ways({ [proxies]: list(proxy) })).asked).not.toContain(proxies);
    });

    test.each([
      ["is named where it is there and may not be listed", "httpproxies", ["httpproxies of namespace shop"]],
      ["is nothing where 403 is the answer for a kind that is not there", "others", undefined],
    ])("%s", async (_, name, unseen) => {
      const { live } = await ways({ ...served, [proxies]: 403, [contour]: { resources: [{ name }] } });
      expect(live?.unseen).toEqual(unseen);
    });

    test("is found in an older version alone, and named there, too", async () => {
      const at = (version: string) => `${group}/${version}`;
      const routes = `${at("v1alpha2")}/namespaces/shop/tcproutes`;
      const older = { "/apis": groups(["gateway.networking.k8s.io", "v1", "v1alpha2"]) };
      const spec = { rules: [{ backendRefs: [backend("shop-canary")] }] };
      const { live } = await ways({ ...older, [routes]: list({ metadata, spec }) });
      expect(live?.foreign?.rules.map(({ object }) => object)).toEqual(["TCPRoute shop/old"]);
      const denied = await ways({
        ...older,
        [`${at("v1")}/namespaces/shop/tcproutes`]: 403,
        [at("v1alpha2")]: { resources: [{ name: "tcproutes" }] },
      });
      expect(denied.live?.unseen).toEqual(["tcproutes of namespace shop"]);
    });
  });

  test("a TCPRoute of a namespace that a grant opens to TCPRoutes, and no HTTPRoute of it", async () => {
    const from = [{ group: "gateway.networking.k8s.io", kind: "TCPRoute", namespace: "legacy" }];
    const routes = `${group}/v1/namespaces/legacy/tcproutes`;
    const { live, asked } = await ways({
      "/apis": groups(["gateway.networking.k8s.io", "v1"]),
      [grants]: list({ spec: { ...grant.spec, from } }),
      [routes]: list(other),
    });
    expect(live?.foreign?.rules.map(({ object }) => object)).toEqual(["TCPRoute legacy/beta"]);
    expect(asked).not.toContain(elsewhere);
  });

  test.each([
    [403, 1],
    [413, 1],
    [0, 2],
    [503, 2],
  ])(
    "a list over all namespaces that fails by %d leaves those of the app's, asked for %d times by two looks",
    async (status, times) => {
      const everywhere = `${istio}/v1/virtualservices`;
      const here = `${istio}/v1/namespaces/shop/virtualservices`;
      const { cluster, asked } = serve({
        [route]: writtenRoute(ownRules(0)),
        [everywhere]: status,
        [here]: list(toCanary),
      });
      for (const look of [readRoute, readRoute])
        expect((await look(cluster, settings))?.live.foreign?.rules).toHaveLength(1);
      expect(asked.filter((path) => path === everywhere)).toHaveLength(times);
    },
  );

  test("no other path is asked where no such group is served", async () => {
    const { asked } = await ways({ "/apis": groups(["apps", "v1"]) });
    expect(asked.filter((path) => /v1beta1\/.*virtualservices|containo/.test(path))).toEqual([]);
  });
});
