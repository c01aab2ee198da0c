import { renderRules } from "../../../components/core/routers/gateway/rules/rules";
import { migrationWayBack } from "../../../policies/delivery/migration-way-back";
import { oneOwner } from "../../../policies/delivery/one-owner";
import { routeWeights } from "../../../policies/delivery/route-weights";
import { stageObjectives } from "../../../policies/delivery/stage-objectives";
import { tracksAlike } from "../../../policies/delivery/tracks-alike";
import { messagesOf, runPolicy } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";

type Fields = Record<string, unknown>;

const routeType = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const route = (weight: number, ignoreChanges = ["spec.rules"], annotations: Fields = {}): GivenResource => ({
  type: routeType,
  ignoreChanges,
  props: {
    metadata: { name: "shop", namespace: "prod", annotations },
    spec: { rules: renderRules({ app: "shop", namespace: "shop", port: 8080, token: "token", weight }) },
  },
});

describe("route-weights", () => {
  test("takes a route as Sluice declares it", async () => {
    await expect(messagesOf(routeWeights, route(0))).resolves.toEqual([]);
  });

  test.each([1, 50, 100])("refuses %i% for the canary", async (weight) => {
    await expect(messagesOf(routeWeights, route(weight))).resolves.toEqual([
      `Cannot deploy "HTTPRoute prod/shop": spec.rules[0] must send all requests to stable and none to any other Service: got shop-stable ${100 - weight} %, shop-canary ${weight} %\n  → write 100 and 0: weights move by a stage's gate, never by a manifest`,
    ]);
  });

  test("refuses a split that says nothing, which is half and half", async () => {
    const props = { spec: { rules: [{ backendRefs: [{ name: "a-stable" }, { name: "a-canary" }] }] } };
    await expect(
      messagesOf(routeWeights, { type: routeType, ignoreChanges: ["spec.rules"], props }),
    ).resolves.toEqual([expect.stringContaining("got a-stable 50 %, a-canary 50 %")]);
  });

  test("refuses to put the weight back in every up", async () => {
    await expect(messagesOf(routeWeights, route(0, ["metadata.labels"]))).resolves.toEqual([
      expect.stringContaining("ignoreChanges must name spec.rules: got metadata.labels"),
    ]);
  });

  test("leaves routes that split nothing alone", async () => {
    const props = { spec: { rules: [{ backendRefs: [{ name: "shop" }] }] } };
    await expect(messagesOf(routeWeights, { type: routeType, props })).resolves.toEqual([]);
  });

  test("refuses a patch of rules, and takes any other", async () => {
    const patch = (spec: Fields) => ({ type: `${routeType}Patch`, props: { spec } });
    await expect(messagesOf(routeWeights, patch({ rules: [] }))).resolves.toEqual([
      expect.stringContaining("spec.rules must not be set by a patch"),
    ]);
    await expect(messagesOf(routeWeights, patch({ hostnames: ["a.example.org"] }))).resolves.toEqual([]);
  });

  test("advises where the rules are not known", async () => {
    const props = { spec: { rules: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2" } };
    await expect(runPolicy(routeWeights, { type: routeType, props })).resolves.toEqual([
      expect.objectContaining({ enforcementLevel: "advisory" }),
    ]);
  });
});

describe("one-owner", () => {
  const run = (resources: GivenResource[], stack = "prod") => messagesOf(oneOwner, resources, {}, { stack });

  test("takes one route of a base stack", async () => {
    await expect(run([route(0)])).resolves.toEqual([]);
  });

  test("refuses the same route twice, and a route by force", async () => {
    const again = { ...route(0, ["spec.rules"], { "pulumi.com/patchForce": "true" }), name: "again" };
    await expect(run([route(0), again])).resolves.toEqual([
      expect.stringContaining(
        "metadata.name must be declared once: got HTTPRoute prod/shop, also declared as shop",
      ),
      expect.stringContaining("metadata.annotations[pulumi.com/patchForce] must be absent"),
    ]);
  });

  test("refuses any Kubernetes object in a stage, and takes what a stage owns", async () => {
    const gate = { type: "pulumi-nodejs:dynamic/sluice:Gate", props: {} };
    const provider = { type: "pulumi:providers:kubernetes", props: {} };
    await expect(run([gate, provider], "prod-canary-5")).resolves.toEqual([]);
    await expect(run([gate, route(0)], "prod-canary-5")).resolves.toEqual([
      expect.stringContaining("declare it in prod: a stage owns its gate"),
    ]);
  });

  test("takes objects of a stack whose name only looks like a stage's", async () => {
    await expect(run([route(0)], "prod-canary-blue")).resolves.toEqual([]);
  });
});

describe("tracks-alike", () => {
  const track = (name: "stable" | "canary", container: Fields = {}, spec: Fields = {}): GivenResource => {
    const labels = { "app.kubernetes.io/name": "shop", "sluice.dev/track": name };
    return {
      type: "kubernetes:apps/v1:Deployment",
      name: `shop-${name}`,
      props: {
        metadata: { name: `shop-${name}`, namespace: "prod", labels },
        spec: {
          replicas: name === "stable" ? 2 : 0,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: "app", image: `shop:${name}`, ...container }], ...spec },
          },
        },
      },
    };
  };

  test("takes tracks that differ in image, label and number", async () => {
    await expect(messagesOf(tracksAlike, [track("stable"), track("canary")])).resolves.toEqual([]);
  });

  test("refuses each other difference", async () => {
    const canary = track("canary", { env: [{ name: "DEBUG", value: "1" }] }, { priorityClassName: "high" });
    const found = await messagesOf(tracksAlike, [track("stable"), canary]);
    expect(found.toSorted()).toEqual([
      expect.stringContaining("spec.template.spec.containers[0].env must be the same as stable's"),
      expect.stringContaining("spec.template.spec.priorityClassName must be the same as stable's"),
    ]);
  });

  const ofRevision = (
    name: "stable" | "canary",
    revision: string,
    container: Fields = {},
    spec: Fields = {},
  ) => {
    const made = track(name, container) as unknown as {
      props: { spec: Fields & { template: { metadata: { labels: Fields } } } };
    };
    const { template } = made.props.spec;
    const labels = { ...template.metadata.labels, "sluice.dev/revision": revision };
    const changed = { ...made.props.spec, ...spec, template: { ...template, metadata: { labels } } };
    return { ...made, props: { ...made.props, spec: changed } } as unknown as GivenResource;
  };
  const env = { env: [{ name: "DEBUG", value: "1" }] };

  test("takes another template where it is another revision", async () => {
    const tracks = [ofRevision("stable", "1111111111"), ofRevision("canary", "2222222222", env)];
    await expect(messagesOf(tracksAlike, tracks)).resolves.toEqual([]);
  });

  test("refuses another template of the same revision, and another Deployment around it", async () => {
    const same = [ofRevision("stable", "1111111111"), ofRevision("canary", "1111111111", env)];
    await expect(messagesOf(tracksAlike, same)).resolves.toEqual([
      expect.stringContaining("spec.template.spec.containers[0].env must be the same as stable's"),
    ]);
    const other = [ofRevision("stable", "1"), ofRevision("canary", "2", {}, { minReadySeconds: 5 })];
    await expect(messagesOf(tracksAlike, other)).resolves.toEqual([
      expect.stringContaining("spec.minReadySeconds must be the same as stable's"),
    ]);
  });

  test("refuses a canary without stable", async () => {
    await expect(messagesOf(tracksAlike, [track("canary")])).resolves.toEqual([
      expect.stringContaining("must have a stable track of the same app beside it: got none"),
    ]);
  });
});

describe("migration-way-back", () => {
  const job = (annotations: Fields, component = "migration"): GivenResource => ({
    type: "kubernetes:batch/v1:Job",
    props: { metadata: { name: "m", annotations, labels: { "app.kubernetes.io/component": component } } },
  });

  test.each<[string, GivenResource, number]>([
    ["a reversible migration", job({ "sluice.dev/reversible": "true" }), 0],
    ["one with a backup", job({ "sluice.dev/reversible": "false", "sluice.dev/backup": "s3://b/1" }), 0],
    ["one without either", job({ "sluice.dev/reversible": "false" }), 1],
    ["one that says nothing", job({}), 1],
    ["another Job", job({}, "report"), 0],
  ])("judges %s", async (_name, given, count) => {
    await expect(messagesOf(migrationWayBack, given)).resolves.toHaveLength(count);
  });
});

describe("stage-objectives", () => {
  const gate = (parameters: Fields, environmentParameters?: Fields): GivenResource => ({
    type: "pulumi-nodejs:dynamic/sluice:Gate",
    props: { settings: { analysis: { parameters, environmentParameters } } },
  });

  test.each<[string, GivenResource, string[]]>([
    ["the environment's own", gate({ objectiveErrorRatio: 0.4 }), []],
    ["stricter ones", gate({ objectiveErrorRatio: 0.005 }, {}), []],
    [
      "a milder objective, which also lets a worse release pass",
      gate({ objectiveErrorRatio: 0.02 }, {}),
      [
        "objectives.errorRatio must be at most the environment's 0.01: got 0.02",
        "parameters.unacceptableErrorRatio must be at most",
      ],
    ],
    [
      "a failure that needs more evidence",
      gate({ alpha: 0.001 }, { alpha: 0.01 }),
      ["parameters.falseAbortRate must be at least"],
    ],
    [
      "a weight that needs no proof",
      gate({ passAboveWeight: 60 }, {}),
      ["parameters.requirePassAbove must be"],
    ],
  ])("judges %s", async (_name, given, messages) => {
    await expect(messagesOf(stageObjectives, given)).resolves.toEqual(
      messages.map((text) => expect.stringContaining(text)),
    );
  });
});
