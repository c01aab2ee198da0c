import { watchdogRules } from "../../../../components/core/access/watchdog-rules";
import type { RoleRule } from "../../../../components/core/access/roles";
import type { App } from "../app";
import { writeObjects } from "../write-objects";

const name = "scholarlink-watchdog";

/** Makes the account of an app's watchdog with the rights of docs/reference/rights.md, and no more. */
export async function makeWatchdogAccount(app: App): Promise<void> {
  const { namespace } = app;
  const grant = (place: string, rules: readonly RoleRule[]): readonly object[] => {
    const metadata = { name: `${namespace}-${name}`, namespace: place };
    const apiVersion = "rbac.authorization.k8s.io/v1";
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name };
    return [
      { apiVersion, kind: "Role", metadata, rules },
      {
        apiVersion,
        kind: "RoleBinding",
        metadata,
        roleRef,
        subjects: [{ kind: "ServiceAccount", name, namespace }],
      },
    ];
  };
  const rule = (resource: string, names: readonly string[]): RoleRule => ({
    apiGroups: [""],
    resources: [resource],
    resourceNames: names,
    verbs: ["get"],
  });
  const items = [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    ...grant(
      namespace,
      watchdogRules({ app: "scholarlink", namespace, router: "gateway", route: "scholarlink" }),
    ),
    ...grant("kube-system", [rule("namespaces", ["kube-system"])]),
    ...grant("monitoring", [rule("services/proxy", ["prometheus:9090"])]),
  ];
  await app.exec("kubectl", "apply", "-f", await writeObjects(app, "account", items));
}
