import { image } from "../app";

const labels = { app: "old-web", tier: "front" };

/** A service that a team made by hand years ago: other names and selectors, an autoscaler away from the declared number. */
export const runningService = (): readonly object[] => [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web" },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9090" },
        },
        spec: {
          containers: [
            {
              name: "main",
              image: image("v1"),
              ports: [{ name: "http", containerPort: 8080 }],
              env: [{ name: "GREETING", valueFrom: { configMapKeyRef: { name: "web", key: "greeting" } } }],
              readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 1 },
              resources: { requests: { cpu: "10m", memory: "32Mi" } },
            },
          ],
        },
      },
    },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web" }, data: { greeting: "hello" } },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shopfront" },
    spec: { selector: { app: "old-web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 4,
    },
  },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web" },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: "old-web" } } },
  },
];

/** The HTTPRoute by which users reach it. */
export const routeTo = (host: string, service = "shopfront"): object => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "public" },
  spec: {
    parentRefs: [{ name: "sluice", namespace: "gateway" }],
    hostnames: [host],
    rules: [{ backendRefs: [{ name: service, port: 80 }] }],
  },
});

/** The Ingress by which users reach it: two paths, by the port's name. */
export const ingressTo = (host: string): object => {
  const backend = { service: { name: "shopfront", port: { name: "http" } } };
  const paths = ["/", "/api"].map((path) => ({ path, pathType: "Prefix", backend }));
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "public" },
    spec: { ingressClassName: "nginx", rules: [{ host, http: { paths } }] },
  };
};

/** The IngressRoute by which users reach it, beside a rule of somebody else's. */
export const ingressRouteTo = (host: string): object => ({
  apiVersion: "traefik.io/v1alpha1",
  kind: "IngressRoute",
  metadata: { name: "public" },
  spec: {
    routes: [
      { kind: "Rule", match: `Host(\`${host}\`)`, services: [{ name: "shopfront", port: "http" }] },
      {
        kind: "Rule",
        match: `Host(\`${host}\`) && PathPrefix(\`/old\`)`,
        services: [{ name: "old", port: 80, weight: 3 }],
      },
    ],
  },
});
