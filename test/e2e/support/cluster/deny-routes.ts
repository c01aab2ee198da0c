import type { App } from "../app";
import { writeObjects } from "../write-objects";

/** Objects that {@link denyRoutes} creates, for `kubectl delete`. */
export const routeDenial = [
  "validatingadmissionpolicy/e2e-no-routes",
  "validatingadmissionpolicybinding/e2e-no-routes",
] as const;

/** Lets the API server deny every change of the app's route. */
export async function denyRoutes(app: App): Promise<void> {
  const policy = (kind: string, spec: object): object => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata: { name: "e2e-no-routes" },
    spec,
  });
  const rule = { apiGroups: ["gateway.networking.k8s.io"], apiVersions: ["*"], operations: ["UPDATE"] };
  const items = [
    policy("ValidatingAdmissionPolicy", {
      matchConstraints: { resourceRules: [{ ...rule, resources: ["httproutes"] }] },
      matchConditions: [{ name: "ours", expression: `request.namespace == "${app.namespace}"` }],
      validations: [{ expression: "false", message: "routes are frozen" }],
    }),
    policy("ValidatingAdmissionPolicyBinding", { policyName: "e2e-no-routes", validationActions: ["Deny"] }),
  ];
  await app.kubectl("create", "-f", await writeObjects(app, "denial", items));
  await app.until("it is in force", async () => {
    const tried = app.kubectl("annotate", "httproute", "scholarlink", "e2e=1", "--dry-run=server");
    return await tried.then(
      () => false,
      (error: Error) => error.message.includes("routes are frozen"),
    );
  });
}
