import { ApiError } from "../../../../components/cluster/api-error";
import {
  ForeignRouteError,
  findOwnRoute,
  findWays,
  readRoute,
  readRouteAlone,
} from "../../../../components/traffic/look/read-route";
import { backend, ownRules, routeWith, settings, writtenRoute } from "../../core/routers/gateway/any-route";
import { elsewhere, grant, grants, list, other, route, serve } from "./served";

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
