import { findRunning } from "../../../../components/core/adopt/running";
import { listHeld, toHeld } from "../../../../components/core/adopt/held";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { nameOf } from "../../../../components/core/workload/from/identity";
import { container, deployment, object, service } from "../workload/from/set";

const target = { apiVersion: "apps/v1", kind: "Deployment", name: "shop" };
const budget = (name: string, spec: JsonObject): JsonObject =>
  object("policy/v1", "PodDisruptionBudget", name, { spec });
const backend = (name: string) => ({ rules: [{ backendRefs: [{ name }] }] });
const alert = (name: string, rules: readonly JsonObject[]): JsonObject =>
  object("monitoring.coreos.com/v1", "PrometheusRule", name, { spec: { groups: [{ rules }] } });
const env = [{ name: "A", valueFrom: { configMapKeyRef: { name: "own", key: "a" } } }];
const running: JsonObject = {
  ...deployment({ containers: [container({ env })] }),
  metadata: { name: "shop", annotations: { "keel.sh/policy": "minor", team: "a" } },
};

const objects: readonly JsonObject[] = [
  running,
  object("apps/v1", "Deployment", "cart", { spec: { template: { metadata: { labels: { app: "cart" } } } } }),
  service("web"),
  service("cart", { selector: { app: "cart" } }),
  object("autoscaling/v2", "HorizontalPodAutoscaler", "shop", { spec: { scaleTargetRef: target } }),
  object("autoscaling/v2", "HorizontalPodAutoscaler", "keda-hpa-shop", {
    metadata: { name: "keda-hpa-shop", ownerReferences: [{ kind: "ScaledObject", name: "shop" }] },
    spec: { scaleTargetRef: target },
  }),
  object("autoscaling/v2", "HorizontalPodAutoscaler", "cart", {
    spec: { scaleTargetRef: { ...target, name: "cart" } },
  }),
  budget("shop", { selector: { matchLabels: { app: "shop" } } }),
  budget("cart", { selector: { matchLabels: { app: "cart" } } }),
  budget("all", {}),
  object("gateway.networking.k8s.io/v1", "HTTPRoute", "public", { spec: backend("web") }),
  object("gateway.networking.k8s.io/v1", "HTTPRoute", "named-alike", {
    spec: { parentRefs: [{ kind: "Service", name: "web" }], ...backend("cart"), weight: 1 },
  }),
  object("networking.istio.io/v1", "VirtualService", "mesh", {
    spec: { http: [{ route: [{ destination: { host: "web.prod.svc.cluster.local" } }] }] },
  }),
  object("networking.istio.io/v1", "VirtualService", "short", { spec: { host: "web" } }),
  object("networking.k8s.io/v1", "Ingress", "empty"),
  object("v1", "ConfigMap", "own"),
  object("v1", "ConfigMap", "other"),
  object("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "sizes", { spec: { targetRef: target } }),
  object("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "others", {
    spec: { targetRef: { ...target, name: "cart" } },
  }),
  alert("alerts", [
    { alert: "ShopDown", expr: 'kube_deployment_status_replicas_available{deployment="shop"} < 1' },
    { record: "shop:errors", expr: 'sum(errors{deployment="shop"})' },
    { alert: "CartDown", expr: 'x{deployment="shop-cart"}' },
    { alert: "NoExpression" },
  ]),
  alert("unrelated", [{ alert: "Other", expr: "up == 0" }]),
];

test("findRunning() finds what of a namespace is about a Deployment, and what else names it", () => {
  const found = findRunning(objects, "shop");
  if (found === undefined) throw new Error("none");
  expect(found.deployment).toBe(running);
  const { services, scalers, budgets, ways, configuration, beside } = found;
  expect(
    Object.entries({ services, scalers, budgets, ways, configuration }).map(([kind, list]) => [
      kind,
      list.map(nameOf),
    ]),
  ).toEqual([
    ["services", ["web"]],
    ["scalers", ["shop"]],
    ["budgets", ["shop", "all"]],
    ["ways", ["public", "mesh", "short"]],
    ["configuration", ["own"]],
  ]);
  expect(beside).toEqual([
    "VerticalPodAutoscaler sizes sets its resources",
    "PrometheusRule alerts names it: ShopDown, shop:errors",
    "annotation keel.sh/policy lets a tool change it",
  ]);
});

test("findRunning() finds nothing of a Deployment that is not there", () => {
  expect(findRunning(objects, "web")).toBeUndefined();
});

test("listHeld() names each object that a takeover would change, and its part", () => {
  const found = findRunning(objects, "shop");
  if (found === undefined) throw new Error("none");
  const way = found.ways[0] as JsonObject;
  expect(listHeld(found, way).map(({ name, part }) => `${name} ${part}`)).toEqual([
    "deployment/shop /spec/replicas",
    "service/web /spec/selector",
    "horizontalpodautoscaler/shop /spec/scaleTargetRef",
    "httproute/public /spec/rules",
  ]);
  expect(listHeld(found, undefined)).toHaveLength(3);
  const metadata = { name: "a", namespace: "prod", uid: "u", resourceVersion: "1" };
  expect(toHeld(object("v1", "ConfigMap", "a"), metadata)).toEqual({
    name: "configmap/a",
    object: "ConfigMap prod/a",
    metadata,
    part: "/spec",
  });
});
