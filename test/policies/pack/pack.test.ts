import * as fc from "fast-check";
import { readContext } from "../../../policies/pack/read-context";
import { asWorkload } from "../checks/workload";
import { anyImage, startPack } from "./start-pack";
import { now } from "./run-policy";
import type { Asked, RunningPack } from "./start-pack";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretSignature = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
};

/** A pod with five problems of as many policies. */
const bad = {
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  hostNetwork: true,
  containers: [
    {
      name: "app",
      image: "registry.example.org/shop:latest",
      resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } },
      readinessProbe: {},
      livenessProbe: {},
      securityContext: {
        privileged: true,
        allowPrivilegeEscalation: true,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    },
  ],
};

const deployment = (spec: unknown): Asked => {
  const { type, props } = asWorkload("kubernetes:apps/v1:Deployment", { spec });
  return { type, properties: props };
};

let pack: RunningPack;
beforeAll(async () => {
  pack = await startPack();
  await pack.configureStack("prod", true);
});
afterAll(() => pack.stop());
beforeEach(async () => await pack.configure(anyImage));

describe("the pack, asked as the engine asks it", () => {
  test("names each problem by itself, with resource, path, rule, value and fix", async () => {
    const found = await pack.analyze(deployment(bad));
    expect(found.map(({ policy, level }) => `${policy} ${level}`).toSorted()).toEqual([
      "image-digest mandatory",
      "image-latest mandatory",
      // It has no digest whose signature could be asked for.
      "images-signed mandatory",
      "pss-host-namespaces mandatory",
      "pss-privilege-escalation mandatory",
      "pss-privileged mandatory",
    ]);
    const at = 'Cannot deploy "Deployment prod/shop": spec.template.spec';
    expect(found.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        `${at}.containers[app].securityContext.privileged must be false: got true\n  → remove it, and give the one capability that is needed instead`,
        `${at}.hostNetwork must be false: got true\n  → remove it, and use a Service to be reached`,
      ]),
    );
  });

  test("advises about what a preview does not know, without stopping at it", async () => {
    const found = await pack.analyze(
      deployment({ ...bad, containers: [{ ...bad.containers[0], image: unknownText }] }),
    );
    const images = found.filter(({ policy }) => policy === "image-digest");
    expect(images).toEqual([
      {
        policy: "image-digest",
        level: "advisory",
        message: expect.stringContaining("spec.template.spec.containers[0].image must be known"),
      },
    ]);
    expect(found.map(({ policy }) => policy)).toContain("pss-privileged");
  });

  test("says nothing about resources that no policy is about", async () => {
    await expect(pack.analyze({ type: "aws:s3/bucket:Bucket", properties: { a: 1 } })).resolves.toEqual([]);
  });

  test("takes exemptions from its configuration", async () => {
    await pack.configure({
      "pss-privileged": {
        exemptions: [
          { resource: "Deployment prod/shop", reason: "driver", owner: "team", expires: "9999-01-01" },
        ],
      },
    });
    const found = await pack.analyze(deployment(bad));
    expect(found.filter(({ policy }) => policy === "pss-privileged")).toEqual([
      { policy: "pss-privileged", level: "advisory", message: expect.stringContaining("exempted by team") },
    ]);
  });

  test("describes every policy to the engine", async () => {
    const { policiesList, name, version } = await pack.info();
    expect({ name, version }).toEqual({ name: "sluice", version: "0.1.0" });
    expect(policiesList.length).toBeGreaterThan(30);
    for (const policy of policiesList) {
      expect(policy.remediationSteps).not.toBe("");
      expect(policy.severity).toBeGreaterThan(0);
      expect(policy.configschema?.properties?.fieldsMap.map(([key]) => key)).toContain("exemptions");
    }
  });

  test("never says what Pulumi marked as a secret", async () => {
    const secretText = fc.stringMatching(/^[A-Za-z0-9+/=]{8,40}$/);
    const place = fc.constantFrom("image", "path", "privileged", "annotation", "command");
    await fc.assert(
      fc.asyncProperty(secretText, place, async (secret, where) => {
        const wrapped = { ...secretSignature, value: secret };
        const container = {
          ...bad.containers[0],
          ...(where === "image" ? { image: wrapped } : {}),
          ...(where === "command" ? { command: [wrapped] } : {}),
          ...(where === "privileged" ? { securityContext: { procMount: wrapped } } : {}),
        };
        const spec = {
          ...bad,
          containers: [container],
          ...(where === "path" ? { volumes: [{ name: "v", hostPath: { path: wrapped } }] } : {}),
        };
        const asked = deployment(spec);
        const found = await pack.analyze({ ...asked, properties: { ...asked.properties } });
        expect(found.length).toBeGreaterThan(0);
        expect(JSON.stringify(found)).not.toContain(secret);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the pack as a whole", () => {
  const exemption = { resource: "*", reason: "moving", owner: "team" };

  test("says every exemption at the end of a run, and refuses those that have expired", async () => {
    await pack.configure({
      ...anyImage,
      probes: { exemptions: [{ ...exemption, expires: "9999-01-01" }] },
      freeze: { exemptions: [{ ...exemption, expires: "2020-01-01" }] },
    });
    const stack = { type: "pulumi:pulumi:Stack", properties: {} };
    await pack.analyze(stack);
    const found = await pack.analyzeStack([stack]);
    expect(found.map(({ policy, level, message }) => [policy, level, message])).toEqual([
      [
        "exemptions-current",
        "mandatory",
        "Cannot deploy the stack: freeze.exemptions[0] must not have expired: got * by team until 2020-01-01: moving\n  → remove it, or have it renewed",
      ],
      [
        "exemptions-current",
        "advisory",
        expect.stringContaining("probes.exemptions[0] must be shown in every run"),
      ],
    ]);
  });

  test("blocks what a strict preview does not know", async () => {
    await pack.configure({ ...anyImage, "image-digest": { unknown: "block" } });
    const [first] = bad.containers;
    const found = await pack.analyze(deployment({ ...bad, containers: [{ ...first, image: unknownText }] }));
    expect(found.filter(({ policy }) => policy.startsWith("image-")).map(({ level }) => level)).toEqual([
      "mandatory",
      "advisory",
    ]);
  });
});

describe("the pack in an update", () => {
  let update: RunningPack;
  beforeAll(async () => {
    update = await startPack();
    await update.configureStack("prod", false);
    await update.configure(anyImage);
  });
  afterAll(() => update.stop());

  test("blocks what is not known even then", async () => {
    const [first] = bad.containers;
    const found = await update.analyze(
      deployment({ ...bad, containers: [{ ...first, image: unknownText }] }),
    );
    const images = found.filter(({ policy }) => policy === "image-digest");
    expect(images.map(({ level }) => level)).toEqual(["mandatory"]);
  });
});

describe("readContext()", () => {
  const env = { PULUMI_NODEJS_DRY_RUN: "true", PULUMI_NODEJS_STACK: "prod", PULUMI_NODEJS_PROJECT: "sluice" };

  test("believes the engine before the environment", () => {
    const heard = { preview: false, stack: "test", project: "shop" };
    expect(readContext(heard, env, now)).toEqual({ now, ...heard });
    expect(readContext(undefined, env, now)).toEqual({
      now,
      preview: true,
      stack: "prod",
      project: "sluice",
    });
    expect(readContext(undefined, {}, now)).toEqual({ now, preview: false, stack: "", project: "" });
  });
});
