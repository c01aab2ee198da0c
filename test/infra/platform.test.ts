import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { watchdogRules } from "../../components/core/access/watchdog-rules";
import { judgeChanges } from "../../components/core/access/judge-changes";
import { readImageRules } from "../../infra/image-rules";
import { declarePlatform } from "../../infra/platform";
import { readChecks } from "../../policies/cel/read-checks";
import { readPlatform } from "../../stacks/platform";
import { findRegistered as find, runWithMocks } from "../support/pulumi-mocks";
import type { Registered } from "../support/pulumi-mocks";

const cluster = "  sluice:cluster: { context: prod-eu, uid: 5e0a34c2 }";

async function platform(...lines: string[]): Promise<readonly Registered[]> {
  const text = ["config:", cluster, ...lines.map((line) => `  ${line}`)].join("\n");
  const config = readPlatform("Pulumi.platform.yaml", text);
  const rules = readImageRules(__dirname, config, new Date("2026-12-01"));
  return (await runWithMocks("platform", () => declarePlatform(config, rules))).registered;
}

const [pack, damaged] = ["pack.json", "damaged.json"].map((name) =>
  path.join(tmpdir(), `sluice-${process.pid}-${name}`),
) as [string, string];

beforeAll(async () => {
  const policy = {
    name: "ours",
    images: [{ glob: "ghcr.io/acme/**", exclude: ["ghcr.io/acme/tools/**"] }],
    // Of the pack's own folder, as the pack reads it.
    authorities: [{ name: "root", keyless: { identities: [identity], trustRootRef: "own" } }],
  };
  const trustRoots = [{ name: "own", file: "images/signature/public-root.json" }];
  await writeFile(pack, JSON.stringify({ "images-signed": { policies: [policy], trustRoots } }));
  await writeFile(damaged, "{");
});
afterAll(() => Promise.all([pack, damaged].map((file) => rm(file))));

const identity = { issuer: "https://issuer.example.org", subject: "release@example.org" };

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

  test("gives a watchdog an account, its app's role alone, and both reads outside", async () => {
    const all = await platform(access.replace("viewers:", "watchdogs: [{ app: shop }], viewers:"));
    const metadata = { name: "shop-watchdog", namespace: "prod" };
    const account = { kind: "ServiceAccount", ...metadata };
    expect(find(all, "ServiceAccount", "prod-shop-watchdog").inputs).toMatchObject({ metadata });
    const { inputs } = find(all, "Role", "prod-shop-watchdog");
    expect(inputs["rules"]).toEqual(
      watchdogRules({ app: "shop", namespace: "prod", router: "gateway", route: "shop" }),
    );
    const having = all
      .filter(
        ({ type, inputs: { subjects } }) =>
          type.endsWith("RoleBinding") && JSON.stringify(subjects).includes("shop-watchdog"),
      )
      .map(({ name, inputs: { subjects } }) => [
        name,
        (subjects as object[]).find((one) => "namespace" in one && JSON.stringify(one).includes("shop")),
      ]);
    expect(Object.fromEntries(having)).toEqual({
      "prod-shop-watchdog": account,
      "prod-identity": account,
      "prod-metrics": account,
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

  test("hands the pack's rules about images to the controller that the cluster has", async () => {
    const kyverno = await platform(`sluice:images: { controller: kyverno, config: ${pack} }`);
    expect(named(kyverno, "ImageValidatingPolicy")).toEqual([
      "ImageValidatingPolicy/sluice-images-without-policy",
      "ImageValidatingPolicy/sluice-ours",
    ]);
    expect(
      find(kyverno, "ImageValidatingPolicy", "ImageValidatingPolicy/sluice-ours").inputs["spec"],
    ).toMatchObject({
      validationActions: ["Warn", "Audit"],
      matchConstraints: {
        namespaceSelector: {
          matchExpressions: [
            { operator: "NotIn", values: ["kube-system", "kube-public", "kube-node-lease"] },
          ],
        },
      },
      matchImageReferences: [{ expression: expect.stringContaining("tools") }],
    });
    const sigstore = await platform(
      `sluice:images: { controller: policy-controller, config: ${pack}, enforcement: deny }`,
    );
    expect(named(sigstore, "TrustRoot")).toEqual(["TrustRoot/sluice-own"]);
    expect(
      find(sigstore, "ClusterImagePolicy", "ClusterImagePolicy/sluice-ours-signature").inputs,
    ).toMatchObject({
      metadata: {
        annotations: {
          "sluice.dev/only-at-plan-time": expect.stringMatching(
            /^bundles of \S+, so that it only warns; exclude ghcr\.io\/acme\/tools\/\*\*, so that it only warns$/,
          ),
        },
      },
      spec: { mode: "warn" },
    });
  });

  test.each([
    ["a file that is not there", "none.json", "none.json: ENOENT"],
    ["a file that is no JSON", damaged, "damaged.json: Expected property name"],
  ])("names %s", async (_, file, got) => {
    await expect(platform(`sluice:images: { controller: kyverno, config: ${file} }`)).rejects.toThrow(
      new RegExp(
        `sluice:images.config must be the policy pack's configuration with a usable images-signed: got \\S*${got}`,
      ),
    );
  });

  test("asks for the cluster that was meant", async () => {
    expect(find(await platform(), "kubernetes", "cluster").inputs).toMatchObject({
      context: "prod-eu",
      clusterIdentifier: "5e0a34c2",
    });
  });
});
