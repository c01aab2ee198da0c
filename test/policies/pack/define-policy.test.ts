import { z } from "zod";
import { definePolicy } from "../../../policies/pack/define-policy";
import { resourcePolicy, stackPolicy } from "../../../policies/pack/policy";
import type { Finding } from "../../../policies/pack/policy";
import { isUnknown } from "../../../policies/pack/unknown";
import { messagesOf, now, runPolicy } from "./run-policy";

const unknownNumber = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
const metadata = {
  title: "Enough replicas",
  description: "A Deployment has two replicas.",
  why: "One pod is no service.",
  fix: "Set spec.replicas.",
  severity: "high",
} as const;
const finding: Finding = { path: "spec.replicas", rule: "be at least 2", got: "1", fix: "set it to 2" };

const replicas = resourcePolicy({
  ...metadata,
  name: "enough-replicas",
  config: z.object({ least: z.number().default(2) }),
  applies: ({ type }) => type === "kubernetes:apps/v1:Deployment",
  *check({ props }, { least }) {
    const spec = props["spec"] as { replicas: number; paused: boolean };
    if (spec.paused) yield { path: "spec.paused", rule: "be false", got: "true", fix: "remove it" };
    if (spec.replicas < least) {
      yield { ...finding, rule: `be at least ${least}`, got: String(spec.replicas) };
    }
  },
});
const deployment = (spec: unknown, name = "shop") => ({
  type: "kubernetes:apps/v1:Deployment",
  name,
  props: { kind: "Deployment", metadata: { name, namespace: "prod" }, spec },
});

describe("definePolicy()", () => {
  test("says resource, path, rule, value and fix", async () => {
    await expect(messagesOf(replicas, deployment({ replicas: 1 }))).resolves.toEqual([
      'Cannot deploy "Deployment prod/shop": spec.replicas must be at least 2: got 1\n  → set it to 2',
    ]);
  });

  test("reports every finding by itself", async () => {
    await expect(messagesOf(replicas, deployment({ replicas: 1, paused: true }))).resolves.toHaveLength(2);
  });

  test("hands the configuration over, with defaults", async () => {
    await expect(messagesOf(replicas, deployment({ replicas: 3 }))).resolves.toEqual([]);
    await expect(messagesOf(replicas, deployment({ replicas: 3 }), { least: 4 })).resolves.toEqual([
      expect.stringContaining("be at least 4: got 3"),
    ]);
  });

  test("does not check what it does not apply to", async () => {
    await expect(messagesOf(replicas, { type: "kubernetes:core/v1:Service", props: {} })).resolves.toEqual(
      [],
    );
  });

  test("refuses when its configuration cannot be used, naming the key", async () => {
    await expect(runPolicy(replicas, deployment({ replicas: 3 }), { least: "many" })).resolves.toEqual([
      {
        message: expect.stringContaining("enough-replicas.least must have a configuration"),
        urn: expect.any(String),
      },
    ]);
  });

  test("keeps what it found before it met an unknown value, and says which one that is", async () => {
    const found = await runPolicy(replicas, deployment({ replicas: unknownNumber, paused: true }));
    expect(found).toEqual([
      { message: expect.stringContaining("spec.paused must be false"), urn: expect.any(String) },
      {
        message: expect.stringContaining("spec.replicas must be known\n  → it is checked in the update"),
        urn: expect.any(String),
        enforcementLevel: "advisory",
      },
    ]);
  });

  test.each([
    ["an update", {}, { preview: false }],
    ["a strict preview", { unknown: "block" }, { preview: true }],
  ])("blocks an unknown value in %s", async (_name, config, context) => {
    const [violation] = await runPolicy(replicas, deployment({ replicas: unknownNumber }), config, context);
    expect(violation).not.toHaveProperty("enforcementLevel");
  });

  test("refuses what a check cannot read instead of failing or passing", async () => {
    const broken = resourcePolicy({
      ...metadata,
      name: "broken",
      check: ({ props }) => [{ ...finding, value: (props["spec"] as { a: { b: string } }).a.b }],
    });
    await expect(runPolicy(broken, deployment({}))).resolves.toEqual([
      {
        message: expect.stringContaining("must be readable for this policy: got TypeError"),
        urn: expect.any(String),
      },
    ]);
  });

  test.each([
    ["a promise", async () => [finding]],
    [
      "an asynchronous generator",
      async function* generate() {
        yield await Promise.resolve(finding);
      },
    ],
  ])("takes findings as %s", async (_name, check) => {
    const policy = resourcePolicy({ ...metadata, name: "asynchronous", check });
    await expect(messagesOf(policy, deployment({}))).resolves.toHaveLength(1);
  });

  test("lets a check look at unknown values without ending", async () => {
    const policy = resourcePolicy({
      ...metadata,
      name: "looking",
      check: ({ raw }) => (isUnknown((raw["spec"] as { replicas: unknown }).replicas) ? [finding] : []),
    });
    await expect(messagesOf(policy, deployment({ replicas: unknownNumber }))).resolves.toHaveLength(1);
  });

  test("names the resource that a stack's finding is about", async () => {
    const policy = stackPolicy({
      ...metadata,
      name: "pairs",
      checkStack: (resources) => resources.slice(1).map((resource) => ({ ...finding, resource })),
    });
    const [violation, ...rest] = await runPolicy(policy, [deployment({}), deployment({}, "cart")]);
    expect(rest).toEqual([]);
    expect(violation).toMatchObject({
      message: expect.stringContaining('"Deployment prod/cart"'),
      urn: expect.stringMatching(/::cart$/),
    });
  });

  test("gives Pulumi its schema, severity and remedy", () => {
    const defined = definePolicy(replicas, {
      context: () => ({ now, preview: true, stack: "", project: "" }),
    });
    expect(defined).toMatchObject({ severity: "high", remediationSteps: "Set spec.replicas." });
    expect(defined.configSchema?.properties["least"]).toEqual({ type: "number", default: 2 });
    expect(Object.keys(defined.configSchema?.properties ?? {})).toEqual(["least", "unknown", "exemptions"]);
    expect(defined.configSchema).not.toHaveProperty("required");
  });
});

describe("exemptions", () => {
  const exemption = { resource: "Deployment prod/*", reason: "moving", owner: "team-shop" };
  const run = (expires: string, resource = exemption.resource) =>
    runPolicy(replicas, deployment({ replicas: 1 }), { exemptions: [{ ...exemption, resource, expires }] });

  test("turn a violation into advice that says who, why and until when", async () => {
    await expect(run("2026-11-21")).resolves.toEqual([
      {
        message: expect.stringContaining("(exempted by team-shop until 2026-11-21: moving)"),
        urn: expect.any(String),
        enforcementLevel: "advisory",
      },
    ]);
  });

  test.each([
    "2026-11-20",
    "2026-11-21T11:59:00Z",
    "2026-02-31T00:00:00Z",
    "2027-02-30",
    "2027-02-29",
    "2027-04-31",
    "2027-13-01",
  ])("block again after they expired (%s)", async (expires) => {
    const [violation] = await run(expires);
    expect(violation?.message).toContain(`expired on ${expires}`);
    expect(violation).not.toHaveProperty("enforcementLevel");
  });

  test.each([
    ["spec.template.spec.containers[proxy].image", "istio-*", undefined],
    ["spec.template.spec.containers[istio-proxy].image", "istio-*", "advisory"],
    ["items[0].spec.initContainers[istio-init].securityContext", "istio-init", "advisory"],
    ["spec.template.spec.hostNetwork", "istio-*", undefined],
  ])("of a container hold for what is about it: %s by %s", async (path, container, level) => {
    const policy = resourcePolicy({ ...metadata, name: "places", check: () => [{ ...finding, path }] });
    const config = { exemptions: [{ ...exemption, container, expires: "2027-01-01" }] };
    const [violation] = await runPolicy(policy, deployment({}), config);
    expect(violation?.enforcementLevel).toBe(level);
  });

  test.each([
    ["URN", "urn:pulumi:prod::*::shop", true],
    ["Pulumi's name", "sh?p", true],
    ["another resource", "cart", false],
    ["part of a name", "sho", false],
  ])("match by %s", async (_name, glob, matches) => {
    const [violation] = await run("2027-01-01", glob);
    expect(violation?.enforcementLevel).toBe(matches ? "advisory" : undefined);
  });
});
