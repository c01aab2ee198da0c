import { toTrackObjects } from "../../../../components/core/workload/track-objects";
import { usualBudget } from "../../../../components/core/workload/track-shape";
import type { TrackShape } from "../../../../components/core/workload/track-shape";

const shape: TrackShape = {
  ports: [{ name: "http", port: 8080, targetPort: "http" }],
  canaryLabels: { monitored: "yes" },
  deployment: {
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    progressDeadlineSeconds: 60,
    revisionHistoryLimit: 3,
  },
  budget: { minAvailable: 2 },
};

const objectsOf = (track: "stable" | "canary", more: Partial<TrackShape> = {}) =>
  toTrackObjects({
    app: "shop",
    namespace: "prod",
    track,
    shape: { ...shape, ...more },
    template: "template",
    replicas: 3,
    ports: "ports",
    open: "open",
  });

test("both tracks have their own names and labels, stable its set's budget and the canary the usual one", () => {
  const [stable, canary] = [objectsOf("stable"), objectsOf("canary")];
  const labels = (track: string): object => expect.objectContaining({ "sluice.dev/track": track });
  expect(stable.deployment.metadata).toMatchObject({ namespace: "prod", labels: labels("stable") });
  expect(canary.deployment.metadata).toMatchObject({ namespace: "prod", labels: labels("canary") });
  expect(canary.service.metadata.labels).toMatchObject({ monitored: "yes" });
  expect(stable.service.metadata.labels).not.toHaveProperty("monitored");
  expect(stable.budget.spec).toMatchObject({ minAvailable: 2 });
  expect(canary.budget.spec).toMatchObject(usualBudget);
});

test("a set that says by itself who may connect has no NetworkPolicy of Sluice's", () => {
  expect(objectsOf("stable")).not.toHaveProperty("network");
});

test.each([
  { from: [], ingress: { ports: "open" } },
  {
    from: ["web"],
    ingress: {
      from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "web" } } }],
      ports: "open",
    },
  },
])("clients of the namespaces $from may connect to the open ports", ({ from, ingress }) => {
  const { network } = objectsOf("stable", { network: { from, further: [] } });
  expect(network?.spec.ingress).toEqual([ingress]);
});

test("stable alone has the autoscaler, and no number of pods of its own beside it", () => {
  const autoscaler = { minReplicas: 2, maxReplicas: 6, metrics: [] };
  const stable = objectsOf("stable", { autoscaler });
  expect(stable.autoscaler?.spec).toMatchObject({ maxReplicas: 6 });
  expect(stable.deployment.spec).not.toHaveProperty("replicas");
  const canary = objectsOf("canary", { autoscaler });
  expect(canary).not.toHaveProperty("autoscaler");
  expect(canary.deployment.spec).toHaveProperty("replicas", 3);
});
