import { flagRules, holdersOf, roleNames, roleRules } from "../../components/core/access/roles";
import type { RoleName, RoleRule } from "../../components/core/access/roles";
import { watchdogRules } from "../../components/core/access/watchdog-rules";

const flow = (values: readonly string[]): string =>
  `[${values.map((value) => (value === "" ? '""' : value)).join(", ")}]`;

const renderRule = ({ apiGroups, resources, resourceNames, verbs }: RoleRule): string => {
  const names = resourceNames === undefined ? "" : `, resourceNames: ${flow(resourceNames)}`;
  return `  - { apiGroups: ${flow(apiGroups)}, resources: ${flow(resources)}${names}, verbs: ${flow(verbs)} }`;
};

const renderRole = (name: string, rules: readonly RoleRule[], comment = ""): string =>
  [
    "apiVersion: rbac.authorization.k8s.io/v1",
    "kind: Role",
    `metadata: { name: ${name}, namespace: prod }${comment === "" ? "" : ` # ${comment}`}`,
    "rules:",
    ...rules.map(renderRule),
  ].join("\n");

const notes: Partial<Record<RoleName, string>> = {
  previewer: "an admission policy lets its writes be dry runs only",
  releaser: "what Pulumi's Kubernetes provider declares",
};

/** Other roles of which an account has the rules, in words. */
function explain(role: RoleName): string {
  const others = roleNames.filter((other) => other !== role && holdersOf(other).includes(role));
  const together =
    others.length === 0 ? [] : [`together with ${others.map((one) => `sluice-${one}`).join(" and ")}`];
  const note = notes[role];
  return [...together, ...(note === undefined ? [] : [note])].join("; ");
}

const fenced = (documents: readonly string[]): string => `\`\`\`yaml\n${documents.join("\n---\n")}\n\`\`\``;

/** The roles of people and pipelines in RBAC's words. */
export const renderRoles = (): string =>
  fenced([
    ...roleNames.map((role) => renderRole(`sluice-${role}`, roleRules(role), explain(role))),
    renderRole("sluice-flags", flagRules, "for releasers and aborters, where an app has flags"),
  ]);

/** The role of a watchdog's account, by an example. */
export const renderWatchdogRole = (): string =>
  fenced([
    ["apiVersion: v1", "kind: ServiceAccount", "metadata: { name: shop-watchdog, namespace: prod }"].join(
      "\n",
    ),
    renderRole(
      "shop-watchdog",
      watchdogRules({ app: "shop", namespace: "prod", router: "gateway", route: "shop" }),
    ),
    [
      "apiVersion: rbac.authorization.k8s.io/v1",
      "kind: RoleBinding",
      "metadata: { name: shop-watchdog, namespace: prod }",
      "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: shop-watchdog }",
      "subjects: [{ kind: ServiceAccount, name: shop-watchdog, namespace: prod }]",
    ].join("\n"),
  ]);
