import { image } from "../app";
import type { App } from "../app";
import { writeObjects } from "../write-objects";

/** Label of the pods of a migration, and of those of both tracks. */
const meant = {
  migration: ["app.kubernetes.io/component", "migration"],
  tracks: ["app.kubernetes.io/name", "scholarlink"],
} as const;

/** Gives pods of an app a second container that never ends, as injected proxies do, or no more. */
export async function injectProxy(app: App, isOn: boolean, pods: keyof typeof meant): Promise<void> {
  const [label, value] = meant[pods];
  const metadata = { name: `e2e-${app.environment}-proxy` };
  const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
  const labels = "object.metadata.labels";
  const ours = `request.namespace == "${app.namespace}" && "${label}" in ${labels} && ${labels}["${label}"] == "${value}"`;
  const type = "Object.spec.containers";
  // Its hook also keeps a pod that is deleted for a while.
  const hook = `${type}.lifecycle{preStop: ${type}.lifecycle.preStop{sleep: ${type}.lifecycle.preStop.sleep{seconds: 8}}}`;
  const drop = `${type}.securityContext.capabilities{drop: ["ALL"]}`;
  const security = `${type}.securityContext{allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: ${drop}}`;
  // On ports of its own, beside the app.
  const env = ["LISTEN_ADDRESS", "METRICS_ADDRESS"].map(
    (name, index) => `${type}.env{name: "${name}", value: ":${8099 - index}"}`,
  );
  const proxy = `${type}{name: "mesh-proxy", image: "${image("v1")}", env: [${env.join(", ")}], lifecycle: ${hook}, securityContext: ${security}}`;
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
  const pod = ["run", "e2e-tried", `--image=${image("v1")}`, `--labels=${label}=${value}`];
  const names = ["--dry-run=server", "-o", "jsonpath={.spec.containers[*].name}"];
  const isInjected = async (): Promise<boolean> =>
    (await app.kubectl(...pod, ...names)).includes("mesh-proxy");
  await app.until("the policy is in force or gone", async () => (await isInjected()) === isOn);
}
