import type { Cluster } from "../../../../components/cluster/api";
import type { RouteView } from "../../../../components/core/routers/router";
import type { Settings } from "../../../../components/core/settings";
import { reachTrack } from "../../../../components/traffic/reach/reach-track";

const settings = {
  app: "shop",
  namespace: "prod",
  port: 8080,
  traffic: { router: "replicas", route: "shop", probePath: "/ready" },
} as unknown as Settings;

type Answer = { status: number; body: string } | Error;

/** Asks the canary by an API server that gives these answers in turn. */
async function reach(...answers: readonly Answer[]) {
  const paths: string[] = [];
  const raw = async (method: string, path: string): Promise<Answer> => {
    const answer = answers[paths.length % answers.length];
    paths.push(`${method} ${path}`);
    await Promise.resolve();
    if (answer instanceof Error) throw answer;
    return answer as Answer;
  };
  const fact = await reachTrack({ raw } as unknown as Cluster, {} as RouteView, settings, "canary");
  return { fact, paths };
}

const ok = { status: 200, body: "ok" };

test("reachTrack() asks the canary's pods by the API server, since no rule of the router leads there", async () => {
  const { fact, paths } = await reach(ok);
  expect(fact).toEqual({ sent: 6, good: 6, answered: 6 });
  expect(new Set(paths)).toEqual(
    new Set(["GET /api/v1/namespaces/prod/services/shop-canary-probe:8080/proxy/ready"]),
  );
});

test("reachTrack() holds the app's errors against it", async () => {
  const { fact } = await reach({ status: 500, body: "panic" });
  expect(fact).toMatchObject({ sent: 6, good: 0, problem: "HTTP 500" });
});

test.each<[string, Answer, string]>([
  ["may not be used", { status: 403, body: '{"kind":"Status","apiVersion":"v1","message":"no"}' }, "no"],
  ["is away", new Error("socket hang up"), "socket hang up"],
])("reachTrack() cannot tell where the API server %s, were it only once", async (_, answer, why) => {
  const { fact } = await reach(ok, answer);
  expect(fact).toEqual({ sent: 0, good: 0, answered: 0, unverified: why });
});

test("reachTrack() asks nobody where calls are split and no rule takes a health call", async () => {
  const calls = { ...settings, traffic: { ...settings.traffic, router: "gateway", routeKind: "GRPCRoute" } };
  const raw = () => Promise.reject(new Error("not asked"));
  const view = { object: { metadata: {}, spec: {} } } as unknown as RouteView;
  const fact = await reachTrack({ raw } as unknown as Cluster, view, calls as Settings, "canary");
  expect(fact).toMatchObject({ sent: 0, unverified: expect.stringContaining("grpc.health.v1.Health") });
});
