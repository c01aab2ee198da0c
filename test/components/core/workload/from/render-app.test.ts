import fc from "fast-check";
import type { JsonObject } from "../../../../../components/core/revision/revision";
import { container, deployment, object, pinned, refuse, service, take } from "./set";

test("renderApp() releases the template with the image by digest, and names each addition", () => {
  const { revision, image, notes } = take([deployment(), service("shop")]);
  expect(revision).toEqual({
    container: "shop",
    configuration: [],
    template: {
      metadata: {
        labels: { app: "shop", "app.kubernetes.io/name": "shop" },
        annotations: { "sluice.dev/container": "shop" },
      },
      spec: {
        terminationGracePeriodSeconds: 37,
        containers: [
          {
            name: "shop",
            image: pinned,
            ports: [{ name: "http", containerPort: 8080 }],
            lifecycle: { preStop: { sleep: { seconds: 7 } } },
          },
        ],
      },
    },
  });
  expect(image).toBe(pinned);
  expect(notes).toEqual([
    "added to container shop: it serves on for 7s before SIGTERM, and its pod has 7s longer to end",
    "label app.kubernetes.io/name of the pods is shop: the tracks are selected by it",
    "Service shop keeps its name and ports, and leads to stable only: callers inside reach the canary by the route alone",
  ]);
});

test("renderApp() takes no field of the pods away, whatever it is", () => {
  const pod: JsonObject = {
    serviceAccountName: "shop",
    hostPID: true,
    initContainers: [
      { name: "init", image: pinned },
      { name: "proxy", image: pinned, restartPolicy: "Always" },
    ],
    volumes: [
      { name: "cache", emptyDir: {} },
      { name: "own", ephemeral: {} },
    ],
    affinity: {},
    terminationGracePeriodSeconds: 0,
    containers: [
      container({ livenessProbe: { grpc: { port: 1 } }, securityContext: { readOnlyRootFilesystem: false } }),
    ],
  };
  const { revision } = take([deployment(pod)]);
  expect(revision.template["spec"]).toEqual({
    ...pod,
    containers: [
      {
        ...container({
          livenessProbe: { grpc: { port: 1 } },
          securityContext: { readOnlyRootFilesystem: false },
        }),
        image: pinned,
      },
    ],
  });
});

test.each([
  ["none", {}, { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } }],
  [
    "0",
    { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  ],
  [
    "0%",
    { strategy: { rollingUpdate: { maxSurge: "0%" } } },
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  ],
  [
    "3",
    { strategy: { rollingUpdate: { maxSurge: 3 } } },
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 3 } },
  ],
])("renderApp() never lets a pod be missing: maxSurge %s", (_, spec, strategy) => {
  expect(take([deployment({}, spec)]).deployment).toEqual({ strategy });
});

test("renderApp() keeps the other fields of the Deployment", () => {
  const app = take([
    deployment({}, { replicas: 4, minReadySeconds: 5, progressDeadlineSeconds: 60, revisionHistoryLimit: 0 }),
  ]);
  expect(app.replicas).toBe(4);
  expect(app.deployment).toMatchObject({
    minReadySeconds: 5,
    progressDeadlineSeconds: 60,
    revisionHistoryLimit: 0,
  });
});

test("renderApp() leaves out the app's own namespace, and hands over the rest", () => {
  const account = object("v1", "ServiceAccount", "shop");
  const { others, notes } = take([object("v1", "Namespace", "prod"), account, deployment()]);
  expect(others).toEqual([account]);
  expect(notes).toContain("changes at once, for stable too: ServiceAccount shop");
});

test("renderApp() tells paths of probes, so that they count for no user", () => {
  const probe = (path: string) => ({ httpGet: { path, port: 1 } });
  const one = container({
    readinessProbe: probe("/ready"),
    livenessProbe: probe("/live"),
    startupProbe: { exec: {} },
  });
  const two = { name: "b", image: pinned, readinessProbe: probe("/ready") };
  expect(take([deployment({ containers: [one, two] })]).probePaths).toEqual(["/ready", "/live"]);
});

test("renderApp() takes the set's own digest where the file has no image", () => {
  const set = [deployment({ containers: [container({ image: pinned })] })];
  const { image: _, ...without } = { image: undefined };
  expect(take(set, { ...without, image: undefined as never }).image).toBe(pinned);
  expect(refuse([deployment()], { image: undefined as never })).toEqual([
    "sluice:release.image must be set, since container shop of the set has no image by digest: got shop:1",
  ]);
  expect(refuse([deployment({ containers: [{ name: "shop" }] })], { image: undefined as never })).toEqual([
    "sluice:release.image must be set, since container shop of the set has no image by digest: got none",
  ]);
});

test("renderApp() names images by tag of other containers", () => {
  const side = { name: "side", image: "nginx:1" };
  const { notes } = take([deployment({ containers: [container(), side, { name: "bare" }] })]);
  expect(notes).toContain(
    "image nginx:1 of container side has no digest: what it is at the time is not part of the revision",
  );
  expect(notes).toContain(
    "image no image of container bare has no digest: what it is at the time is not part of the revision",
  );
});

test("renderApp() collects the problems of a set", () => {
  const problems = refuse([
    "text",
    deployment({ hostNetwork: true }, { priorityClassName: "high", paused: true }),
    object("rbac.authorization.k8s.io/v1", "ClusterRole", "shop"),
    object("v1", "Service", "shop-canary"),
  ]);
  expect(problems).toHaveLength(6);
});

test("renderApp() refuses a set without Deployment or container with what else is wrong", () => {
  expect(refuse(["text", object("apps/v1", "StatefulSet", "db")])).toHaveLength(2);
  expect(refuse(["text", deployment({ containers: [] })])).toHaveLength(2);
});

test("renderApp() refuses a revision above 1 MiB, though each object is smaller", () => {
  const half = "x".repeat(700_000);
  const map = (name: string) => object("v1", "ConfigMap", name, { data: { half } });
  const volumes = ["a", "b"].map((name) => ({ name, configMap: { name } }));
  expect(refuse([deployment({ volumes }), map("a"), map("b")])).toEqual([
    "the revision (template and configuration) must be at most 1 MiB as JSON: got 1.3 MiB",
  ]);
});

test("renderApp() does not depend on the order of the set", () => {
  const set = [
    deployment({ volumes: [{ name: "a", configMap: { name: "a" } }] }),
    service("shop"),
    object("v1", "ConfigMap", "a", { data: { x: "1" } }),
    object("v1", "ServiceAccount", "shop"),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(set, { minLength: set.length }), (shuffled) => {
      expect(take(shuffled)).toEqual(take(set));
    }),
  );
});

test("renderApp() gives the same revision for what it has rendered once already", () => {
  const once = take([deployment(), service("shop")]).revision;
  const again = take([
    { ...deployment(), spec: { selector: { matchLabels: { app: "shop" } }, template: once.template } },
    service("shop"),
  ]).revision;
  expect(again).toEqual(once);
});

test("renderApp() marks no pod whose app's container has the usual name", () => {
  const { revision } = take([deployment({ containers: [container({ name: "app" })] })]);
  expect(revision.template["metadata"]).not.toHaveProperty("annotations");
});
