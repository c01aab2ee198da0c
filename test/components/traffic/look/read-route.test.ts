import type { Cluster } from "../../../../components/cluster/api";
import { ApiError } from "../../../../components/cluster/api-error";
import {
  ForeignRouteError,
  findOwnRoute,
  findWays,
  readRoute,
  readRouteAlone,
} from "../../../../components/traffic/look/read-route";
import { backend, ownRules, routeWith, settings, writtenRoute } from "../../core/routers/gateway/any-route";

const group = "/apis/gateway.networking.k8s.io";
const route = `${group}/v1/namespaces/shop/httproutes/shop`;
const other = {
  ...routeWith([{ backendRefs: [{ ...backend("shop-canary"), namespace: "shop" }] }]),
  metadata: { ...routeWith([]).metadata, name: "beta", namespace: "legacy" },
};
const grant = {
  spec: {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "legacy" }],
    to: [{ group: "", kind: "Service" }],
  },
};

/** A cluster that answers these paths, 404 to all others, and a status where one is given. */
function serve(objects: Readonly<Record<string, unknown>>): { cluster: Cluster; asked: string[] } {
  const asked: string[] = [];
  const find = async (address: string): Promise<unknown> => {
    const path = address.split("?")[0] as string;
    asked.push(path);
    const answer = objects[path];
    if (typeof answer === "number") throw new ApiError(answer, "x", "x");
    return await Promise.resolve(answer);
  };
  return { cluster: { find } as unknown as Cluster, asked };
}

const list = (...items: readonly unknown[]) => ({ items });
const grants = `${group}/v1beta1/namespaces/shop/referencegrants`;
const elsewhere = `${group}/v1/namespaces/legacy/httproutes`;

test("readRoute() finds rules in a namespace that a grant lets name the canary", async () => {
  const { cluster } = serve({
    [route]: writtenRoute(ownRules(5)),
    [grants]: list(grant),
    [elsewhere]: list(other),
  });
  const view = await readRoute(cluster, settings);
  expect(view?.live.foreign?.rules.map(({ object }) => object)).toEqual(["HTTPRoute legacy/beta"]);
});

test("readRoute() looks into no namespace without a grant", async () => {
  const { cluster, asked } = serve({ [route]: writtenRoute(ownRules(5)), [elsewhere]: list(other) });
  expect((await readRoute(cluster, settings))?.live).not.toHaveProperty("foreign");
  expect(asked).not.toContain(elsewhere);
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ["grants", { [grants]: 403 }, "referencegrants of namespace shop"],
  [
    "Ingresses",
    { "/apis/networking.k8s.io/v1/namespaces/shop/ingresses": 403 },
    "ingresses of namespace shop",
  ],
  [
    "routes of a granted namespace",
    { [grants]: list(grant), [elsewhere]: 403 },
    "httproutes of namespace legacy",
  ],
])("readRoute() names %s that may not be listed", async (_, objects, place) => {
  const { cluster } = serve({ [route]: writtenRoute(ownRules(5)), ...objects });
  expect((await readRoute(cluster, settings))?.live.unseen).toEqual([place]);
});

test("readRoute() throws where a list fails otherwise: it is not known what is there", async () => {
  const { cluster } = serve({ [route]: writtenRoute(ownRules(5)), [grants]: 503 });
  await expect(readRoute(cluster, settings)).rejects.toThrow(ApiError);
});

test("readRouteAlone() asks for the route and nothing else", async () => {
  const { cluster, asked } = serve({ [route]: writtenRoute(ownRules(5)) });
  expect((await readRouteAlone(cluster, settings))?.live.weight).toBe(5);
  expect(asked).toEqual([route]);
});

test("a route of that name that is another owner's is refused, and is no way to the canary by itself", async () => {
  const { cluster } = serve({ [route]: routeWith([{ backendRefs: [backend("old")] }]) });
  await expect(readRoute(cluster, settings)).rejects.toThrow(ForeignRouteError);
  await expect(readRouteAlone(cluster, settings)).rejects.toThrow(
    /got HTTPRoute shop\/shop; nothing was touched/,
  );
  expect(await findWays(cluster, settings)).toEqual({ rules: [], unseen: [] });
});

test("readRoute() does not wait for a backend of others that is gone, and a write of weight 0 does not even ask", async () => {
  const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({
    type,
    status: type === "Accepted" ? "True" : "False",
    observedGeneration: 3,
  }));
  const parents = [{ parentRef: { name: "sluice", namespace: "gateway" }, conditions }];
  const others = { backendRefs: [backend("old")] };
  const services = ["stable", "canary", "stable-probe", "canary-probe"].map(
    (name) => [`/api/v1/namespaces/shop/services/shop-${name}`, { spec: { ports: [{ port: 80 }] } }] as const,
  );
  const { cluster, asked } = serve({
    [route]: { ...writtenRoute([...ownRules(5), others]), status: { parents } },
    ...Object.fromEntries(services),
  });
  for (const read of [readRoute, readRouteAlone])
    expect((await read(cluster, settings))?.live.readiness).toMatchObject({
      kind: "not-reported",
      text: expect.stringContaining("Service shop/old (spec.rules[3])"),
    });
  asked.splice(0);
  expect((await findOwnRoute(cluster, settings))?.live.readiness.kind).toBe("refused");
  expect(asked).toEqual([route]);
});

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
