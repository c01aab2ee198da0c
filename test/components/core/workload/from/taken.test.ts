import { container, deployment, object, refuse, service, take } from "./set";

const target = { apiVersion: "apps/v1", kind: "Deployment", name: "shop" };
const autoscaler = (spec: object, version = "v2", name = "shop") =>
  object(`autoscaling/${version}`, "HorizontalPodAutoscaler", name, {
    spec: { scaleTargetRef: target, ...spec },
  });
const cpu = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
};
const withRequest = { containers: [container({ resources: { requests: { cpu: "1" } } })] };

test.each([
  {
    name: "metrics and behaviour",
    of: autoscaler({ minReplicas: 2, maxReplicas: 9, metrics: [cpu], behavior: { scaleDown: {} } }),
    want: { minReplicas: 2, maxReplicas: 9, metrics: [cpu], behavior: { scaleDown: {} } },
  },
  {
    name: "the first version of the API",
    of: autoscaler({ maxReplicas: 9, targetCPUUtilizationPercentage: 60 }, "v1"),
    want: { minReplicas: 1, maxReplicas: 9, metrics: [cpu] },
  },
  { name: "next to nothing", of: autoscaler({}), want: { minReplicas: 1, maxReplicas: 1 } },
])("an autoscaler of the workload is taken over: $name", ({ of, want }) => {
  const app = take([deployment(withRequest), of]);
  expect(app.autoscaler).toEqual(want);
  expect(app.others).toEqual([]);
});

test("a ScaledObject scales stable from now on, and says how far", () => {
  const scaled = object("keda.sh/v1alpha1", "ScaledObject", "shop", {
    spec: { scaleTargetRef: { name: "shop" }, minReplicaCount: 2 },
  });
  const vertical = object("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "shop", {
    spec: { targetRef: target },
  });
  const app = take([deployment(), scaled, vertical]);
  expect(app.autoscaler).toEqual({ minReplicas: 2, maxReplicas: 100, owner: "ScaledObject shop" });
  expect(app.others).toEqual([
    { ...scaled, spec: { scaleTargetRef: { name: "shop-stable" }, minReplicaCount: 2 } },
    { ...vertical, spec: { targetRef: { ...target, name: "shop-stable" } } },
  ]);
});

test("autoscalers of others stay as they are", () => {
  const other = object("autoscaling/v2", "HorizontalPodAutoscaler", "db", {
    spec: { scaleTargetRef: { kind: "StatefulSet", name: "shop" } },
  });
  expect(take([deployment(), other]).others).toEqual([other]);
});

test("two autoscalers or budgets of the workload are refused", () => {
  const budget = (name: string) =>
    object("policy/v1", "PodDisruptionBudget", name, {
      spec: { selector: { matchLabels: { app: "shop" } } },
    });
  expect(
    refuse([deployment(), autoscaler({}), autoscaler({}, "v2", "two"), budget("a"), budget("b")]),
  ).toEqual([
    "the autoscaler of Deployment shop must be one: got HorizontalPodAutoscaler shop, HorizontalPodAutoscaler two",
    "the budget of the pods of Deployment shop must be one: got PodDisruptionBudget a, PodDisruptionBudget b",
  ]);
});

test.each([
  {
    name: "a container without request",
    pod: { containers: [container(), { name: "b", resources: { limits: { cpu: "1" } } }] },
    metric: cpu,
    says: [
      "resources.requests.cpu of container shop must be set with an autoscaler by its utilisation: got none",
    ],
  },
  {
    name: "nothing where the pod as a whole has one",
    pod: { resources: { requests: { cpu: "1" } } },
    metric: cpu,
    says: [],
  },
  {
    name: "nothing where it scales by an average",
    pod: {},
    metric: { type: "Resource", resource: { name: "cpu", target: { type: "AverageValue" } } },
    says: [],
  },
  { name: "nothing where it scales by something else", pod: {}, metric: { type: "External" }, says: [] },
])("an autoscaler by utilisation refuses $name", ({ pod, metric, says }) => {
  const set = [deployment(pod), autoscaler({ maxReplicas: 3, metrics: [metric] })];
  expect(says.length === 0 ? take(set).autoscaler : refuse(set)).toEqual(
    says.length === 0 ? expect.anything() : says,
  );
});

test("a budget of the workload's pods is taken over without its selector", () => {
  const budget = object("policy/v1", "PodDisruptionBudget", "shop", {
    spec: { minAvailable: "50%", selector: { matchLabels: { app: "shop" } } },
  });
  const other = object("policy/v1", "PodDisruptionBudget", "db", {
    spec: { selector: { matchLabels: { app: "db" } } },
  });
  const app = take([deployment(), budget, other]);
  expect(app.budget).toEqual({ minAvailable: "50%" });
  expect(app.others).toEqual([other]);
});

const ingress = (name: string, host: string | undefined, backend: string) =>
  object("networking.k8s.io/v1", "Ingress", name, {
    spec: {
      rules: [
        {
          ...(host === undefined ? {} : { host }),
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: backend, port: { name: "http" } } },
              },
            ],
          },
        },
      ],
    },
  });
const route = (name: string, hostnames: readonly string[], ...backends: string[]) =>
  object("gateway.networking.k8s.io/v1", "HTTPRoute", name, {
    spec: { hostnames, rules: [{ backendRefs: backends.map((each) => ({ name: each, port: 80 })) }] },
  });

test.each([ingress("in", "shop.example.org", "shop"), route("in", ["shop.example.org"], "shop")])(
  "a way in of the workload with Sluice's own hosts is left out (%#)",
  (way) => {
    const { others, notes } = take([deployment(), service("shop"), way]);
    expect(others).toEqual([]);
    expect(notes.at(-1)).toMatch(/ in is left out: the route of Sluice has its hosts \(shop.example.org\)$/);
  },
);

test.each([
  ["another host", ingress("in", "www.example.org", "shop"), "(www.example.org)"],
  ["no host", ingress("in", undefined, "shop"), "(*)"],
  ["a route of every host", route("in", [], "shop"), "(every host)"],
  ["another Service as well", route("in", ["shop.example.org"], "shop", "other"), "(shop.example.org)"],
])("a way in with %s stays, and is named", (_, way, where) => {
  const { others, notes } = take([deployment(), service("shop"), way]);
  expect(others).toEqual([way]);
  expect(notes.find((note) => note.includes("no weight governs") && note.includes(where))).toBeDefined();
});

test("a route without hosts of any kind stays", () => {
  const bare = object("gateway.networking.k8s.io/v1", "HTTPRoute", "bare");
  expect(take([deployment(), service("shop"), bare]).others).toEqual([bare]);
});

test("a way in of others stays unnamed, and may not have the name of Sluice's route", () => {
  const other = ingress("other", "other.example.org", "other");
  expect(take([deployment(), service("shop"), other]).notes.join()).not.toContain("Ingress other (");
  expect(refuse([deployment(), service("shop"), route("shop", ["x.example.org"], "other")])).toEqual([
    "metadata.name of HTTPRoute shop must be another one than that of Sluice's own route (sluice:traffic.route): got the same; set sluice:traffic.route to another name",
  ]);
});
test("a Service, or an Ingress, may not have the name of the router's own", () => {
  const same = (kind: string): string =>
    `metadata.name of ${kind} shop must be another one than that of Sluice's own route (sluice:traffic.route): got the same; set sluice:traffic.route to another name`;
  const set = [deployment(), service("shop")];
  expect(refuse(set, { routeKind: "Service" })).toEqual([same("Service")]);
  expect(take(set, { routeKind: "Service", route: "shop-in" }).services.users).toBe("shop");
  const inward = [...set, ingress("shop", "other.example.org", "other")];
  expect(refuse(inward, { routeKind: "Ingress" })).toEqual([same("Ingress")]);
  expect(take(inward).others).toHaveLength(1);
});
