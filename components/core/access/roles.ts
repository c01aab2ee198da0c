/** A rule in the words of RBAC. */
export interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Names that the rule is limited to. */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The roles that people and pipelines get in an app's namespace. */
export const roleNames = ["viewer", "previewer", "releaser", "aborter"] as const;

/** One of the roles. */
export type RoleName = (typeof roleNames)[number];

const rule = (group: string, resources: readonly string[], ...verbs: readonly string[]): RoleRule => ({
  apiGroups: [group],
  resources,
  verbs,
});

const viewer: readonly RoleRule[] = [
  rule("", ["configmaps"], "get"),
  rule("", ["pods"], "list"),
  rule("apps", ["deployments"], "get"),
  rule("discovery.k8s.io", ["endpointslices"], "list"),
  rule("gateway.networking.k8s.io", ["httproutes"], "get"),
  rule("autoscaling", ["horizontalpodautoscalers"], "get"),
];

const aborter: readonly RoleRule[] = [
  rule("", ["configmaps"], "create", "update"),
  rule("", ["events"], "create"),
  rule("apps", ["deployments", "deployments/scale"], "patch"),
  rule("gateway.networking.k8s.io", ["httproutes"], "patch"),
  rule("autoscaling", ["horizontalpodautoscalers"], "patch"),
];

/** What Pulumi's Kubernetes provider declares in an app's namespace. */
const declared: readonly (readonly [group: string, resources: readonly string[]])[] = [
  ["apps", ["deployments", "replicasets"]],
  ["batch", ["jobs"]],
  ["policy", ["poddisruptionbudgets"]],
  ["networking.k8s.io", ["networkpolicies"]],
  ["autoscaling", ["horizontalpodautoscalers"]],
  ["gateway.networking.k8s.io", ["httproutes"]],
];

const reading = ["get", "list", "watch"] as const;

const declaring = (...writing: readonly string[]): readonly RoleRule[] => [
  rule("", ["configmaps", "services"], ...reading, ...writing),
  rule("", ["pods", "events", "replicationcontrollers"], ...reading),
  ...declared.map(([group, resources]) => rule(group, resources, ...reading, ...writing)),
];

const own: Readonly<Record<RoleName, readonly RoleRule[]>> = {
  viewer,
  // Server-side previews are writes with dryRun=All; the admission policy of the platform denies all others.
  previewer: declaring("create", "patch", "delete"),
  aborter,
  releaser: declaring("create", "patch", "delete"),
};

/** Roles whose accounts have a role as well. */
const alsoHeldBy: Readonly<Record<RoleName, readonly RoleName[]>> = {
  viewer: ["previewer", "releaser", "aborter"],
  previewer: [],
  releaser: [],
  aborter: ["releaser"],
};

/** A role's own rules; some accounts have several roles, see {@link holdersOf}. */
export function roleRules(role: RoleName): readonly RoleRule[] {
  return own[role];
}

/** The roles whose accounts are bound to a role: itself, and those that need it as well. */
export function holdersOf(role: RoleName): readonly RoleName[] {
  return [role, ...alsoHeldBy[role]];
}
