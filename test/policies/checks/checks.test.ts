import * as fc from "fast-check";
import { checksFolder, readChecks } from "../../../policies/cel/read-checks";
import { judgeAll } from "./judge";
import { checkCases } from "./cases";
import { goodContainer, goodSpec } from "./good-pod";
import { asWorkload } from "./workload";
import { messagesOf, runPolicy } from "../pack/run-policy";
import { toPolicy } from "../../../policies/cel/to-policy";

const checks = readChecks();
const byId = (id: string) => {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  return toPolicy(check);
};

describe("the checks", () => {
  test.each(checkCases)("decide on $name", ({ given, findings, parameters }) => {
    expect(judgeAll(given, parameters)).toEqual(findings);
  });

  test("have a case that each of them refuses", () => {
    const refused = new Set(checkCases.flatMap(({ findings }) => Object.keys(findings)));
    const left = checks.map(({ id }) => id).filter((id) => !id.startsWith("pss-") && !refused.has(id));
    expect(left).toEqual([]);
  });

  test("say path, rule, value and fix", async () => {
    const given = asWorkload("kubernetes:apps/v1:Deployment", {
      spec: goodSpec({ containers: [goodContainer({ image: "shop" })] }),
    });
    await expect(messagesOf(byId("image-digest"), given)).resolves.toEqual([
      'Cannot deploy "Deployment prod/shop": spec.template.spec.containers[app].image must end in a digest (@sha256:…): got shop\n  → write the digest that the registry shows for it',
    ]);
  });

  test("name the configuration where a parameter cannot be used", async () => {
    const given = asWorkload("kubernetes:apps/v1:Deployment", { spec: goodSpec() });
    const [message] = await messagesOf(byId("memory-ratio"), given, { ratio: "plenty" });
    expect(message).toContain("memory-ratio.ratio must have a configuration that can be used");
    await expect(messagesOf(byId("memory-ratio"), given, { ratio: "2.5" })).resolves.toEqual([]);
  });

  test.each(["https://ghcr.io/acme", "ghcr.io/acme/*"])(
    "name a list of registries that no image can match: %s",
    async (registries) => {
      const given = asWorkload("kubernetes:apps/v1:Deployment", { spec: goodSpec() });
      const [message] = await messagesOf(byId("image-registry"), given, { registries });
      expect(message).toContain("image-registry.registries must have a configuration that can be used");
      await expect(
        messagesOf(byId("image-registry"), given, { registries: "registry.example.org,[fd00::1]:5000/a" }),
      ).resolves.toEqual([]);
    },
  );

  test("only advise about a namespace that the provider may still fill in", async () => {
    const { type, props } = asWorkload("kubernetes:apps/v1:Deployment", { spec: goodSpec() });
    const nowhere = { type, props: { ...props, metadata: { name: "shop" } } };
    await expect(runPolicy(byId("default-namespace"), nowhere)).resolves.toEqual([
      expect.objectContaining({ enforcementLevel: "advisory" }),
    ]);
  });

  test("give one finding for each container", () => {
    const containers = ["a", "b", "c"].map((name) => goodContainer({ name, image: "shop:v1" }));
    const given = asWorkload("kubernetes:batch/v1:CronJob", { spec: goodSpec({ containers }) });
    expect(judgeAll(given)["image-digest"]).toEqual(
      ["a", "b", "c"].map((name) => `spec.jobTemplate.spec.template.spec.containers[${name}].image`),
    );
  });

  test("look into lists, saying which item", () => {
    const { props } = asWorkload("kubernetes:apps/v1:Deployment", { spec: goodSpec({ hostPID: true }) });
    const given = {
      type: "kubernetes:apps/v1:DeploymentList",
      props: { items: [{ ...props, kind: undefined }] },
    };
    expect(judgeAll(given)).toEqual({ "pss-host-namespaces": ["items[0].spec.template.spec.hostPID"] });
  });

  test("refuse what a patch sets, and only advise about what it leaves out", async () => {
    const containers = [{ name: "app", securityContext: { privileged: true } }];
    const given = {
      type: "kubernetes:apps/v1:DeploymentPatch",
      props: { metadata: { name: "shop" }, spec: { template: { spec: { containers } } } },
    };
    await expect(runPolicy(byId("pss-privileged"), given)).resolves.toEqual([
      expect.not.objectContaining({ enforcementLevel: "advisory" }),
    ]);
    await expect(runPolicy(byId("pss-capabilities-restricted"), given)).resolves.toEqual([
      expect.objectContaining({ enforcementLevel: "advisory" }),
    ]);
  });

  test("see objects of a group that has moved", () => {
    const { props } = asWorkload("kubernetes:apps/v1:Deployment", { spec: goodSpec({ hostIPC: true }) });
    const given = {
      type: "kubernetes:extensions/v1beta1:Deployment",
      props: { ...props, apiVersion: undefined },
    };
    expect(judgeAll(given)).toEqual({ "pss-host-namespaces": ["spec.template.spec.hostIPC"] });
  });

  test("never pass a Deployment of which anything is unknown as if it were known to be good", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const hidden = [
      { spec: goodSpec({ containers: unknown }), check: "pss-privileged" },
      { spec: goodSpec({ securityContext: unknown }), check: "pss-run-as-non-root" },
      { spec: goodSpec({ containers: [goodContainer({ image: unknown })] }), check: "image-digest" },
      { spec: goodSpec({ hostNetwork: unknown }), check: "pss-host-namespaces" },
      { spec: unknown, check: "pss-privileged" },
    ];
    for (const { spec, check } of hidden) {
      const given = asWorkload("kubernetes:apps/v1:Deployment", { spec });
      const found = await runPolicy(byId(check), given);
      expect(found).toEqual([
        expect.objectContaining({
          enforcementLevel: "advisory",
          message: expect.stringContaining("must be known"),
        }),
      ]);
    }
  });

  test("never end in an error, whatever stands in a pod's spec", () => {
    const keys = ["containers", "volumes", "securityContext", "hostNetwork", "os", "initContainers", "name"];
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(anything, (spec) => {
        expect(() => judgeAll(asWorkload("kubernetes:apps/v1:Deployment", { spec }))).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  test("define what several of them need in the same words", () => {
    const texts = new Map<string, Set<string>>();
    for (const { policy } of checks) {
      for (const { name, expression } of policy.spec.variables ?? []) {
        if (!["at", "template", "pod", "windows", "ownUsers"].includes(name)) continue;
        texts.set(name, (texts.get(name) ?? new Set()).add(expression));
      }
    }
    expect([...texts].filter(([, expressions]) => expressions.size > 1)).toEqual([]);
  });

  test("are named as their files, in the cluster after sluice-", () => {
    expect(checks.map(({ policy }) => policy.metadata.name)).toEqual(checks.map(({ id }) => `sluice-${id}`));
    expect(checksFolder).toMatch(/policies\/checks$/);
  });
});
