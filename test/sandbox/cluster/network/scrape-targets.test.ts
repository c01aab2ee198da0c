import { type PodFacts, planScrapeTargets } from "../../../../sandbox/cluster/network/scrape-targets";

const pod = (over: Partial<PodFacts["metadata"]> = {}, status?: PodFacts["status"]): PodFacts => ({
  metadata: {
    uid: "1",
    name: "app-1",
    namespace: "prod",
    labels: { "app.kubernetes.io/name": "app", track: "canary" },
    annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9090" },
    ...over,
  },
  status: status ?? { phase: "Running", podIP: "10.244.0.7" },
});

test("scrapes a running annotated pod, with its labels, namespace and name", () => {
  expect(planScrapeTargets([pod()])).toEqual([
    {
      targets: ["10.244.0.7:9090"],
      labels: {
        app_kubernetes_io_name: "app",
        track: "canary",
        namespace: "prod",
        pod: "app-1",
        __metrics_path__: "/metrics",
      },
    },
  ]);
});

test("takes the path from its annotation", () => {
  const annotations = {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": "80",
    "prometheus.io/path": "/m",
  };
  expect(planScrapeTargets([pod({ annotations })])[0]?.labels["__metrics_path__"]).toBe("/m");
});

test.each([
  ["without annotations", pod({ annotations: {} })],
  ["annotated false", pod({ annotations: { "prometheus.io/scrape": "false", "prometheus.io/port": "1" } })],
  ["without a port", pod({ annotations: { "prometheus.io/scrape": "true" } })],
  [
    "with a port that is none",
    pod({ annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "http" } }),
  ],
  ["that is pending", pod({}, { phase: "Pending", podIP: "10.244.0.7" })],
  ["that ended", pod({}, { phase: "Succeeded", podIP: "10.244.0.7" })],
  ["without an address", pod({}, { phase: "Running" })],
])("leaves out a pod %s", (_, facts) => {
  expect(planScrapeTargets([facts])).toEqual([]);
});

test("gives the same text for the same pods in any order", () => {
  const pods = ["b", "a", "c"].map((uid) => pod({ uid, name: uid }));
  expect(planScrapeTargets(pods)).toEqual(planScrapeTargets(pods.toReversed()));
});
