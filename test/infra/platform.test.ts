import { judgeChanges } from "../../components/core/access/judge-changes";
import { declarePlatform } from "../../infra/platform";
import { readChecks } from "../../policies/cel/read-checks";
import { readPlatform } from "../../stacks/platform";
import { findRegistered as find, runWithMocks } from "../support/pulumi-mocks";
import type { Registered } from "../support/pulumi-mocks";

const cluster = "  sluice:cluster: { context: prod-eu, uid: 5e0a34c2 }";

async function platform(...lines: string[]): Promise<readonly Registered[]> {
  const text = ["config:", cluster, ...lines.map((line) => `  ${line}`)].join("\n");
  const config = readPlatform("Pulumi.platform.yaml", text);
  return (await runWithMocks("platform", () => declarePlatform(config))).registered;
}

const policyType = "ValidatingAdmissionPolicy";
const named = (all: readonly Registered[], type: string) =>
  all
    .filter((each) => each.type.endsWith(`:${type}`))
    .map(({ name }) => name)
    .toSorted();

describe("declarePlatform()", () => {
  test("declares every check as its file says it, for what is new or changed, and a binding for each", async () => {
    const all = await platform();
    const checks = readChecks();
    expect(named(all, policyType)).toEqual(
      [...checks.map(({ id }) => `sluice-${id}`), "sluice-previews-only"].toSorted(),
    );
    expect(named(all, `${policyType}Binding`)).toEqual(named(all, policyType));
    for (const { id, policy } of checks) {
      expect(find(all, policyType, `sluice-${id}`).inputs).toEqual(judgeChanges(policy));
    }
  });

  test("audits and leaves the cluster's own namespaces alone, unless told otherwise", async () => {
    const { inputs } = find(await platform(), `${policyType}Binding`, "sluice-pss-privileged");
    expect(inputs["spec"]).toEqual({
      policyName: "sluice-pss-privileged",
      validationActions: ["Warn", "Audit"],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [
            {
              key: "kubernetes.io/metadata.name",
              operator: "NotIn",
              values: ["kube-system", "kube-public", "kube-node-lease"],
            },
          ],
        },
      },
    });
  });

  test("denies, audits or leaves out as configured, in the namespaces that are named", async () => {
    const all = await platform(
      "sluice:policies: { enforcement: deny, checks: { probes: audit, resources: off }, namespaces: [prod], except: [] }",
    );
    expect(named(all, policyType)).not.toContain("sluice-resources");
    expect(find(all, `${policyType}Binding`, "sluice-probes").inputs).toMatchObject({
      spec: { validationActions: ["Warn", "Audit"] },
    });
    expect(find(all, `${policyType}Binding`, "sluice-image-digest").inputs).toMatchObject({
      spec: {
        validationActions: ["Deny"],
        matchResources: {
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["prod"] }],
          },
        },
      },
    });
  });

  test("puts parameters into a ConfigMap that the binding names", async () => {
    const all = await platform(
      'sluice:policies: { parameters: { image-registry: { registries: "registry.example.org/" } } }',
    );
    expect(find(all, "ConfigMap", "sluice-image-registry").inputs).toMatchObject({
      metadata: { namespace: "sluice-platform" },
      data: { registries: "registry.example.org/" },
    });
    expect(find(all, "ConfigMap", "sluice-memory-ratio").inputs).toMatchObject({ data: { ratio: "4" } });
    expect(find(all, `${policyType}Binding`, "sluice-image-registry").inputs).toMatchObject({
      spec: {
        paramRef: {
          name: "sluice-image-registry",
          namespace: "sluice-platform",
          parameterNotFoundAction: "Deny",
        },
      },
    });
  });

  const access =
    'sluice:access: [{ namespace: prod, prometheus: { namespace: monitoring, service: prometheus }, viewers: ["group:everyone"], previewers: ["serviceaccount:ci/preview"], releasers: ["user:ada"], aborters: ["group:sre"] }]';

  test("binds each role to its accounts and to those who need it as well", async () => {
    const all = await platform(access);
    const subjects = (role: string) =>
      (find(all, "RoleBinding", `prod-${role}`).inputs["subjects"] as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(subjects("viewer")).toEqual(["everyone", "preview", "ada", "sre"]);
    expect(subjects("previewer")).toEqual(["preview"]);
    expect(subjects("releaser")).toEqual(["ada"]);
    expect(subjects("aborter")).toEqual(["sre", "ada"]);
    expect(find(all, "Role", "prod-identity").inputs).toMatchObject({
      metadata: { namespace: "kube-system" },
      rules: [{ resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"] }],
    });
    expect(find(all, "Role", "prod-metrics").inputs).toMatchObject({
      metadata: { namespace: "monitoring" },
      rules: [
        {
          resources: ["services/proxy"],
          resourceNames: ["prometheus", "prometheus:9090", "https:prometheus:9090"],
        },
      ],
    });
  });

  test("admits writes of previewers only as dry runs, everywhere", async () => {
    const all = await platform(access);
    const { inputs } = find(all, policyType, "sluice-previews-only");
    expect(inputs).toMatchObject({
      spec: {
        matchConditions: [
          {
            name: "previewer",
            expression:
              'request.userInfo.username in ["system:serviceaccount:ci:preview"] || (has(request.userInfo.groups) && request.userInfo.groups.exists(group, group in []))',
          },
          { name: "stored" },
        ],
        validations: [{ expression: "has(request.dryRun) && request.dryRun" }],
      },
    });
    expect(find(all, `${policyType}Binding`, "sluice-previews-only").inputs).toMatchObject({
      spec: { validationActions: ["Deny"], matchResources: { namespaceSelector: { matchExpressions: [] } } },
    });
  });

  test("asks for the cluster that was meant", async () => {
    expect(find(await platform(), "kubernetes", "cluster").inputs).toMatchObject({
      context: "prod-eu",
      clusterIdentifier: "5e0a34c2",
    });
  });
});
