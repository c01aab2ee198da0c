import { image } from "../app";

/** A workload as another tool releases it, and what it becomes. */
export interface OthersRelease {
  /** Name of its environment. */
  readonly name: string;
  readonly from: "argo" | "flagger";
  /** Name of the app that it becomes. */
  readonly app: string;
  /** Manifests that the conversion reads. */
  readonly objects: (host: string) => readonly object[];
  /** Name of the object of these that is in the cluster already, and stays its owner's. @default none */
  readonly live?: string;
  /** Stages that it has in the end, by weight, and those that wait for a person. */
  readonly weights: readonly number[];
  readonly approvals: readonly number[];
}

const template = (labels: object) => ({
  metadata: { labels, annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9090" } },
  spec: {
    containers: [
      {
        name: "main",
        image: image("v1"),
        ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
        readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 1 },
        resources: { requests: { cpu: "10m", memory: "32Mi" } },
      },
    ],
  },
});

const service = (name: string, app: string): object => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { selector: { app }, ports: [{ port: 80, targetPort: "http", protocol: "TCP", name: "http" }] },
});

const rollout = (name: string, strategy: object): object => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { name },
  spec: {
    replicas: 2,
    revisionHistoryLimit: 2,
    selector: { matchLabels: { app: name } },
    template: template({ app: name }),
    strategy,
  },
});

const deployment = (name: string): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, labels: { app: name } },
  spec: {
    minReadySeconds: 1,
    revisionHistoryLimit: 5,
    progressDeadlineSeconds: 60,
    replicas: 2,
    strategy: { rollingUpdate: { maxUnavailable: 0 }, type: "RollingUpdate" },
    selector: { matchLabels: { app: name } },
    template: template({ app: name }),
  },
});

const canary = (name: string, provider: string, more: object, analysis: object): object => ({
  apiVersion: "flagger.app/v1beta1",
  kind: "Canary",
  metadata: { name },
  spec: {
    provider,
    targetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
    progressDeadlineSeconds: 60,
    service: { port: 80, targetPort: "http", ...more },
    analysis: {
      interval: "15s",
      threshold: 10,
      metrics: [{ name: "request-success-rate", thresholdRange: { min: 99 }, interval: "1m" }],
      ...analysis,
    },
  },
});

/**
 * Two Rollouts and two Canaries in the form of public ones, with the example app's image and ports: of the traffic
 * router plugin's and the controller's examples, and of Flagger's tests with the Gateway API and Traefik.
 */
export const othersReleases: readonly OthersRelease[] = [
  {
    name: "argoplugin",
    from: "argo",
    app: "rollouts-demo",
    objects: (host) => [
      rollout("rollouts-demo", {
        canary: {
          canaryService: "argo-rollouts-canary-service",
          stableService: "argo-rollouts-stable-service",
          trafficRouting: {
            plugins: { "argoproj-labs/gatewayAPI": { httpRoute: "argo-rollouts-http-route" } },
          },
          steps: [
            { setWeight: 20 },
            { pause: {} },
            { setWeight: 50 },
            { pause: { duration: 10 } },
            { setWeight: 100 },
            { pause: { duration: 10 } },
          ],
        },
      }),
      service("argo-rollouts-canary-service", "rollouts-demo"),
      service("argo-rollouts-stable-service", "rollouts-demo"),
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "argo-rollouts-http-route" },
        spec: {
          parentRefs: [{ name: "sluice", namespace: "gateway" }],
          hostnames: [host],
          rules: [
            {
              matches: [{ path: { type: "PathPrefix", value: "/" } }],
              // One backend with all the weight, as the report asks for.
              backendRefs: [{ name: "argo-rollouts-stable-service", port: 80 }],
            },
          ],
        },
      },
    ],
    live: "argo-rollouts-http-route",
    weights: [20, 50, 100],
    approvals: [50],
  },
  {
    name: "argobluegreen",
    from: "argo",
    app: "rollout-bluegreen",
    objects: () => [
      rollout("rollout-bluegreen", {
        blueGreen: {
          activeService: "rollout-bluegreen-active",
          previewService: "rollout-bluegreen-preview",
          autoPromotionEnabled: false,
        },
      }),
      service("rollout-bluegreen-active", "rollout-bluegreen"),
      service("rollout-bluegreen-preview", "rollout-bluegreen"),
    ],
    weights: [100],
    approvals: [100],
  },
  {
    name: "flaggergateway",
    from: "flagger",
    app: "podinfo",
    objects: (host) => [
      canary(
        "podinfo",
        "gatewayapi:v1",
        { hosts: [host], gatewayRefs: [{ name: "sluice", namespace: "gateway" }] },
        { stepWeight: 20, maxWeight: 40 },
      ),
      deployment("podinfo"),
    ],
    weights: [20, 40, 100],
    approvals: [],
  },
  {
    name: "flaggertraefik",
    from: "flagger",
    app: "podinfo",
    objects: () => [canary("podinfo", "traefik", {}, { stepWeights: [10, 50] }), deployment("podinfo")],
    weights: [10, 50, 100],
    approvals: [],
  },
];
