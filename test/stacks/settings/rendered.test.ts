import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { loadStack } from "../../../stacks/load";
import { toRenderRequest, withRendered } from "../../../stacks/settings/rendered";
import type { RenderRequest } from "../../../stacks/settings/rendered";
import { toSettings } from "../../../stacks/settings/settings";
import { container, deployment, object, service, take } from "../../components/core/workload/from/set";
import { configWith, imageOf } from "../../support/environment";

const app = (text: string, more: Record<string, string> = {}) =>
  configWith({ app: `{ name: shop, ${text} }`, ...more });

test("toRenderRequest() says what a set is read with; the short form has none", () => {
  expect(toRenderRequest(app("port: 80"))).toBeUndefined();
  expect(toRenderRequest(app("from: { manifest: k8s }"))).toMatchObject({
    from: { manifest: ["k8s"] },
    options: {
      app: "shop",
      namespace: "default",
      image: imageOf("a"),
      drainSeconds: 5,
      hosts: ["app.example.org"],
      route: "shop",
    },
  });
  const calls = "{ hosts: [a.b], from: { object: web, kind: GRPCRoute } }";
  expect(toRenderRequest(app("from: { manifest: k8s }", { traffic: calls }))?.options).toMatchObject({
    routeKind: "GRPCRoute",
    route: "web",
  });
  const text =
    "from: { manifest: k8s, port: web }, patch: p.yaml, workload: web, container: main, parallel: why, sharedServices: [peers]";
  expect(toRenderRequest(app(text, { traffic: "{ host: a.b, route: other }" }))).toMatchObject({
    patch: ["p.yaml"],
    options: {
      workload: "web",
      container: "main",
      port: "web",
      parallel: "why",
      sharedServices: ["peers"],
      route: "other",
    },
  });
});

test("toRenderRequest() knows whether the migration has a command of its own", () => {
  const of = (migration: string) =>
    toRenderRequest(app("from: { manifest: k8s }", { migration }))?.options.migration;
  expect(of("{ command: [migrate] }")).toBe("command");
  expect(of("{ reversible: true }")).toBe("settings");
  expect(toRenderRequest(app("from: { manifest: k8s }"))?.options).not.toHaveProperty("migration");
});

test("toRenderRequest() knows the route that stands in the cluster, and hosts that only a manifest has", () => {
  const routeOf = (traffic: string) => toRenderRequest(app("from: { manifest: k8s }", { traffic }))?.options;
  expect(routeOf("{ hosts: [a.b], from: { object: web } }")).toMatchObject({
    route: "web",
    hosts: ["a.b"],
  });
  expect(routeOf("{ from: { manifest: route.yaml } }")).toMatchObject({ route: "shop", hosts: [] });
  const counted = { traffic: "{ router: replicas }", analysis: "{ prometheus: 'http://p', source: query }" };
  expect(toRenderRequest(app("from: { manifest: k8s }", counted))?.options.routeKind).toBe("Service");
  const base = { kind: "base", environment: "prod" } as const;
  expect(toSettings(app("port: 80", counted), base).traffic.host).toBe("shop.default.svc");
});

const settings = (text = "from: { manifest: k8s }") =>
  toSettings(app(text), { kind: "base", environment: "prod" });
const target = { scaleTargetRef: { kind: "Deployment", name: "shop" } };

test.each([
  {
    name: "what Kubernetes does where it says nothing",
    set: [deployment()],
    want: { stable: { replicas: 1 }, readySeconds: 600 },
  },
  {
    name: "its pods and its deadline",
    set: [deployment({}, { replicas: 4, progressDeadlineSeconds: 90 })],
    want: { stable: { replicas: 4 }, readySeconds: 90 },
  },
  {
    name: "its autoscaler",
    set: [
      deployment(),
      object("autoscaling/v2", "HorizontalPodAutoscaler", "shop", {
        spec: { ...target, minReplicas: 2, maxReplicas: 5 },
      }),
    ],
    want: { stable: { minReplicas: 2, maxReplicas: 5 } },
  },
  {
    name: "how another owner's autoscaler begins",
    set: [deployment(), object("keda.sh/v1alpha1", "ScaledObject", "shop", { spec: target })],
    want: { stable: { replicas: 1 } },
  },
])("withRendered() takes from a set: $name", ({ set, want }) => {
  expect(withRendered(settings(), take(set))).toMatchObject(want);
});

test("withRendered() counts no probe as a user's request, and names Services that reach the canary on purpose", () => {
  const probes = {
    readinessProbe: { httpGet: { path: "/ready", port: 1 } },
    livenessProbe: { httpGet: { path: "/", port: 1 } },
  };
  const set = [
    deployment({ containers: [container(probes)] }),
    service("shop"),
    service("metrics", { ports: [{ name: "m", port: 9090 }] }, { labels: { a: "b" } }),
  ];
  const rendered = withRendered(settings("from: { manifest: k8s }, sharedServices: [peers]"), take(set));
  expect(rendered.analysis.ignoreRoutes).toContain("/ready");
  expect(rendered.analysis.ignoreRoutes).not.toContain("/");
  expect(rendered.sharedServices).toEqual(["peers", "metrics-canary"]);
  expect(rendered.allowPorts).toEqual([15_008, 4143]);
  expect(withRendered(settings(), take([deployment()]))).not.toHaveProperty("sharedServices");
});

test("loadStack() hands the request to who renders, and knows no revision where nobody does", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "sluice-rendered-"));
  const { analysis, ...rest } = {
    cluster: { context: "c", uid: "u" },
    app: { name: "shop", namespace: "prod", from: { manifest: "k8s" } },
    release: { image: imageOf("a") },
    traffic: { host: "shop.example.org" },
    analysis: { prometheus: "service://monitoring/prometheus:9090" },
  };
  const config = Object.fromEntries(
    Object.entries({ ...rest, analysis }).map(([key, value]) => [`sluice:${key}`, value]),
  );
  await writeFile(path.join(folder, "Pulumi.prod.yaml"), stringify({ config }));
  const asked: RenderRequest[] = [];
  const rendered = take([deployment(), service("shop")]);
  const render = async (request: RenderRequest) => {
    asked.push(request);
    return await Promise.resolve(rendered);
  };
  const base = await loadStack(folder, "prod", { render });
  const stage = await loadStack(folder, "prod-canary-5", { render });
  expect(asked).toHaveLength(2);
  expect(base).toMatchObject({ kind: "base", revision: rendered.revision, rendered });
  expect(stage.settings.revision).toBe(base.settings.revision);
  expect((await loadStack(folder, "prod")).settings).not.toHaveProperty("revision");
  expect(await loadStack(folder, "prod-canary-5")).not.toHaveProperty("revision");
  await rm(folder, { recursive: true });
});

test("a service that is taken over keeps its Service, under its name and its port", () => {
  const text = "from: { manifest: k8s }, adopt: old";
  const traffic =
    "{ hosts: [a.b], from: { object: web }, service: front, gateway: { name: g, namespace: i } }";
  const config = app(text, { traffic });
  expect(toRenderRequest(config)).toMatchObject({
    adopt: "old",
    router: "gateway",
    isShared: true,
    stableService: "front",
  });
  const own = toSettings(config, { kind: "base", environment: "prod" });
  expect(own.traffic).toMatchObject({ service: "front", stableService: "front" });
  const takeover = { deployment: "old", services: ["front"], budgets: [], scalers: [], pods: 2 };
  const set = take([deployment(), service("front")]);
  expect(withRendered(own, { ...set, takeover })).toMatchObject({ port: 80, takeover });
  expect(withRendered(own, set)).toMatchObject({ port: 8080 });
  const latency = { kind: "latency", name: "slow", boundsSeconds: [1], toleratedRatio: 1.2 } as const;
  const timed = { ...own, analysis: { ...own.analysis, metrics: [latency] } };
  expect(withRendered(timed, { ...set, takeover }).analysis.metrics).toEqual([latency]);
  const nearby = { ...takeover, isNearby: true } as const;
  expect(withRendered(timed, { ...set, takeover: nearby }).analysis.metrics).toEqual([]);
});

test("stable's Service has the app's name where nothing says another, and none of its own by pods", () => {
  const of = (more: Record<string, string>) =>
    toSettings(app("from: { manifest: k8s }, adopt: old", more), { kind: "base", environment: "prod" })
      .traffic;
  expect(of({ traffic: "{ hosts: [a.b] }" }).stableService).toBe("shop");
  expect(of({ traffic: "{ router: nginx, hosts: [a.b] }" }).stableService).toBe("shop");
  const counted = { analysis: "{ prometheus: 'http://p', source: opentelemetry }" };
  const byPods = { traffic: "{ router: replicas, from: { object: web } }", ...counted };
  expect(of(byPods).stableService).toBeUndefined();
  // It is the switch between the tracks.
  const request = toRenderRequest(app("from: { manifest: k8s }, adopt: old", byPods));
  expect(request).toMatchObject({ isShared: true, stableService: "web", options: { route: "web" } });
});
