import { image } from "../app";
import type { App } from "../app";
import { writeObjects } from "../write-objects";

/** Gives every pod of a migration a second container that never ends, as injected proxies do, or no more. */
export async function injectProxy(app: App, isOn: boolean): Promise<void> {
  const metadata = { name: "e2e-migration-proxy" };
  const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
  const label = '"app.kubernetes.io/component"';
  const labels = "object.metadata.labels";
  const ours = `request.namespace == "${app.namespace}" && ${label} in ${labels} && ${labels}[${label}] == "migration"`;
  const type = "Object.spec.containers";
  // Its hook also keeps a pod that is deleted for a while.
  const hook = `${type}.lifecycle{preStop: ${type}.lifecycle.preStop{sleep: ${type}.lifecycle.preStop.sleep{seconds: 8}}}`;
  const drop = `${type}.securityContext.capabilities{drop: ["ALL"]}`;
  const security = `${type}.securityContext{allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: ${drop}}`;
  const proxy = `${type}{name: "mesh-proxy", image: "${image("v1")}", lifecycle: ${hook}, securityContext: ${security}}`;
  const policy = (kind: string, spec: object): object => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata,
    spec,
  });
  const items = [
    policy("MutatingAdmissionPolicy", {
      matchConstraints: { resourceRules: [rule] },
      matchConditions: [{ name: "ours", expression: ours }],
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: {
            expression: `[JSONPatch{op: "add", path: "/spec/containers/-", value: ${proxy}}]`,
          },
        },
      ],
    }),
    policy("MutatingAdmissionPolicyBinding", { policyName: metadata.name }),
  ];
  const file = await writeObjects(app, "inject", items);
  await app.kubectl(isOn ? "apply" : "delete", "-f", file);
  // The API server takes a policy up a moment after it was stored.
  const pod = [
    "run",
    "e2e-tried",
    `--image=${image("v1")}`,
    "--labels=app.kubernetes.io/component=migration",
  ];
  const names = ["--dry-run=server", "-o", "jsonpath={.spec.containers[*].name}"];
  const isInjected = async (): Promise<boolean> =>
    (await app.kubectl(...pod, ...names)).includes("mesh-proxy");
  await app.until("the policy is in force or gone", async () => (await isInjected()) === isOn);
}
