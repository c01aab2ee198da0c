import { judgeAdoption } from "../../../../components/core/adopt/judge-adoption";
import type { AdoptionFacts } from "../../../../components/core/adopt/judge-adoption";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { object, service } from "../workload/from/set";
import { facts, live, meta, nearby, web } from "./adoption-facts";

const scaledObject = (spec: JsonObject): JsonObject =>
  object("keda.sh/v1alpha1", "ScaledObject", "old", { spec });

test("judgeAdoption() takes the API server's defaults of a Service's ports for no difference", () => {
  const ports = [{ name: "http", port: 80, protocol: "TCP", targetPort: 80 }];
  const body = { ...web, spec: { selector: { app: "shop" }, ports } };
  const { problems } = judgeAdoption({ ...facts, live: [{ object: web, live: meta("web"), body }] });
  expect(problems).toEqual([]);
});

test("judgeAdoption() plans that KEDA scales stable, by the kind and name of its object", () => {
  const { plan, problems, notes } = judgeAdoption({
    ...facts,
    scalers: [scaledObject({ minReplicaCount: 2 })],
  });
  expect(problems).toEqual([]);
  expect(plan?.scalers).toEqual(["ScaledObject old"]);
  expect(notes.join("\n")).toContain("ScaledObject old is turned to shop-stable");
});

test("judgeAdoption() plans the takeover, shows its steps, and leaves what is there undeclared", () => {
  const { adopted, plan, problems, notes } = judgeAdoption(facts);
  expect(problems).toEqual([]);
  expect(adopted).toEqual([web, nearby, facts.live[4]?.object]);
  expect(plan).toEqual({
    deployment: "old",
    services: ["web", "near"],
    budgets: ["old"],
    scalers: ["old"],
    isNearby: true,
    pods: 3,
  });
  expect(notes).toEqual([
    "takeover, step 1: PodDisruptionBudget old leaves the tracks' pods out, which have budgets of their own",
    expect.stringMatching(
      /^takeover, step 2: Deployment shop-stable starts with 3 pods, .* join Service web, Service near/,
    ),
    expect.stringMatching(/^takeover, step 3: .*Service web, Service near leads to them alone/),
    "takeover, step 4: Service shop-canary joins the route at weight 0",
    "takeover, step 5: HorizontalPodAutoscaler old is turned to shop-stable",
    "takeover, step 6: after the drain Deployment old goes to 0 pods, and stays",
    "Service near prefers pods nearby: the tracks have other callers, and latency is not judged",
    "Service near leads to pods of the same node alone: stable needs one on each node where one serves now",
    "ServiceAccount web is there already and stays as it is",
  ]);
});

test("judgeAdoption() keeps what a canary Ingress repeats of the user's, which is never written", () => {
  const main = { class: "nginx", rules: [{ host: "shop.example.org" }] };
  const { plan, problems, notes } = judgeAdoption({ ...facts, router: "nginx", main });
  expect(problems).toEqual([]);
  expect(plan?.main).toBe(main);
  expect(notes[3]).toBe(
    "takeover, step 4: Ingress public-canary is made beside Ingress public, at weight 0, for Service shop-canary; Ingress public is never written",
  );
});

test("judgeAdoption() takes the Service itself as the switch, whichever track it leads to by now", () => {
  const canary = { app: "shop", "sluice.dev/track": "canary" };
  const body = service("web", { selector: canary, ports: [{ name: "http", port: 80 }] });
  const { problems, notes } = judgeAdoption({
    ...facts,
    router: "replicas",
    route: "web",
    live: [{ ...live(web), body }],
  });
  expect(problems).toEqual([]);
  expect(notes[3]).toBe(
    "takeover, step 4: Service web is the switch between the tracks from then on, at weight 0",
  );
  expect(notes.at(-1)).toMatch(/a connection that a client keeps to one of its pods ends with it/);
});

test("judgeAdoption() keeps latency judged where no Service prefers pods nearby", () => {
  expect(judgeAdoption({ ...facts, live: [live(web)] }).plan).not.toHaveProperty("isNearby");
});

test("judgeAdoption() has nothing to say of a takeover that is done", () => {
  const { plan, problems, notes } = judgeAdoption({
    ...facts,
    hasBegun: true,
    pods: 0,
    differences: ["template.spec"],
    image: undefined,
  });
  expect([problems, notes]).toEqual([[], []]);
  expect(plan).toMatchObject({ services: ["web", "near"], pods: 0 });
});

test("judgeAdoption() refuses a Deployment that is not there", () => {
  const { plan, problems } = judgeAdoption({ ...facts, running: undefined });
  expect(plan).toBeUndefined();
  expect(problems).toMatchObject([
    { text: "sluice:app.adopt must name a Deployment that runs: got old, which is not there" },
  ]);
});

test.each<[string, Partial<AdoptionFacts>, RegExp]>([
  ["a VirtualService of Sluice's own", { router: "istio", isShared: false }, /must name the VirtualService/],
  ["a route of Sluice's own", { isShared: false }, /sluice:traffic.from must name the HTTPRoute/],
  [
    "an Ingress that does not lead to it",
    { router: "nginx" },
    /sluice:traffic.from must name an Ingress with a rule that leads to Service web: got one that is not there/,
  ],
  ["an Ingress of Sluice's own", { router: "nginx", isShared: false }, /must name the Ingress that leads to/],
  [
    "a Service that leads to pods that start",
    {
      live: [
        live(
          service("web", {
            selector: { app: "shop" },
            publishNotReadyAddresses: true,
            ports: [{ name: "http", port: 80 }],
          }),
        ),
      ],
    },
    /spec.publishNotReadyAddresses of Service web must be absent/,
  ],
  ["users who come to another Service", { users: "other" }, /got web, and they come to other/],
  ["users who come to none", { users: undefined }, /got web, and they come to none/],
  [
    "another Service as the switch",
    { router: "replicas", users: "near" },
    /sluice:traffic.from must name the Service .*: got web, and they come to near/,
  ],
  [
    "a switch without an address",
    {
      router: "replicas",
      live: [
        live(
          service("web", {
            selector: { app: "shop" },
            clusterIP: "None",
            ports: [{ name: "http", port: 80 }],
          }),
        ),
      ],
    },
    /spec.clusterIP of Service web must be an address.*: got None/,
  ],
  [
    "a Service of Sluice's own",
    { router: "replicas", isShared: false },
    /must name the Service that leads to/,
  ],
  [
    "a Service that is not there",
    { stableService: "shop", users: "shop" },
    /sluice:traffic.service must name/,
  ],
  [
    "an autoscaler of KEDA that lets it sleep",
    { scalers: [object("keda.sh/v1alpha1", "ScaledObject", "old")] },
    /ScaledObject old must have minReplicaCount of at least 1 and no idleReplicaCount.*: got one that lets it sleep/,
  ],
  [
    "one that lets it sleep while it idles",
    { scalers: [scaledObject({ minReplicaCount: 2, idleReplicaCount: 0 })] },
    /ScaledObject old must have minReplicaCount of at least 1 and no idleReplicaCount/,
  ],
  [
    "one that is paused",
    {
      scalers: [
        {
          ...scaledObject({ minReplicaCount: 2 }),
          metadata: { name: "old", annotations: { "autoscaling.keda.sh/paused-replicas": "2" } },
        },
      ],
    },
    /ScaledObject old must scale, since it is turned to stable: got one that is paused/,
  ],
  [
    "one that may go to 0",
    { scalers: [object("autoscaling/v2", "HorizontalPodAutoscaler", "old", { spec: { minReplicas: 0 } })] },
    /HorizontalPodAutoscaler old must have minReplicas of at least 1/,
  ],
  [
    "two autoscalers",
    { scalers: [...facts.scalers, object("autoscaling/v2", "HorizontalPodAutoscaler", "b")] },
    /HorizontalPodAutoscaler old, HorizontalPodAutoscaler b must be one/,
  ],
  ["labels that no pod of stable has", { labels: { app: "x" } }, /spec.selector of Service web must fit/],
  [
    "a Service without a selector",
    {
      live: [{ ...live(web), body: service("web", { selector: null, ports: [{ name: "http", port: 80 }] }) }],
    },
    /spec.selector of Service web must fit.*: got {}/,
  ],
  [
    "ports that differ from the live ones",
    {
      live: [
        {
          ...live(web),
          body: service("web", { selector: { app: "shop" }, ports: [{ name: "http", port: 81 }] }),
        },
      ],
    },
    /spec.ports of Service web must be as they are live/,
  ],
  ["no ready pod", { pods: 0 }, /Deployment old must have a ready pod: got none/],
  [
    "a set that says something else",
    { differences: ["a", "b", "c", "d"] },
    /sluice:app.from must say what Deployment old runs.*: got differences at a, b, c$/,
  ],
  [
    "another image",
    { wanted: "r/a@sha256:2" },
    /sluice:release.image must be the one.*they run r\/a:1@sha256:1/,
  ],
  ["pods of several images", { image: undefined }, /they run several, or one that is not known/],
])("judgeAdoption() refuses %s", (_, more, text) => {
  const { problems } = judgeAdoption({ ...facts, ...more });
  expect(problems.map((one) => one.text)).toContainEqual(expect.stringMatching(text));
});
