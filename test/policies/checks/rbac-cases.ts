import { object, role } from "./objects";
import type { CheckCase } from "./objects";

type Fields = Record<string, unknown>;

const rule = (apiGroups: string[], resources: string[], verbs: string[], more: Fields = {}): Fields => ({
  apiGroups,
  resources,
  verbs,
  ...more,
});
const about = (name: string, given: Fields, ...policies: string[]): CheckCase => ({
  name: `a role about ${name}`,
  given: role(given),
  findings: Object.fromEntries(policies.map((policy) => [policy, ["rules"]])),
});
const clusterRole = (fields: Fields) => object("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", fields);
const signers = "certificates.k8s.io";
const bindingOf = (name: string, kind: string, isEverybody: boolean): CheckCase => ({
  name: `a binding to the ${kind} ${name}`,
  given: object("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" },
    subjects: [
      kind === "ServiceAccount"
        ? { kind, name, namespace: "prod" }
        : { kind, apiGroup: "rbac.authorization.k8s.io", name },
    ],
  }),
  findings: isEverybody ? { "rbac-cluster-admin": ["subjects"] } : {},
  // The API server takes no colon in the name of an account.
  ...(kind === "ServiceAccount" && name.includes(":") ? { onlyPlanned: true } : {}),
});

const roleOf = (name: string, isOfKubernetes: boolean): CheckCase => ({
  name: `a binding of ${name}`,
  given: object("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", name: "shop", namespace: "prod" }],
  }),
  findings: isOfKubernetes ? { "rbac-cluster-admin": ["roleRef.name"] } : {},
});
const tokenOf = rule([""], ["serviceaccounts/token"], ["create"], { resourceNames: ["shop"] });

/** Rights in wildcards, rights that give others, and everybody's names. */
export const rbacCases: readonly CheckCase[] = [
  about("every API group", rule(["*"], ["secrets"], ["get"]), "rbac-wildcards"),
  about("every resource with a subresource", rule(["apps"], ["*/scale"], ["update"]), "rbac-wildcards"),
  about("the tokens of everything", rule([""], ["*/token"], ["create"]), "rbac-escalation", "rbac-wildcards"),
  about("every approval", rule([signers], ["*/approval"], ["update"]), "rbac-escalation", "rbac-wildcards"),
  about("every proxy", rule([""], ["*/proxy"], ["get"]), "rbac-escalation", "rbac-wildcards"),
  about("every exec", rule([""], ["*/exec"], ["create"]), "rbac-wildcards"),
  about("every signer", rule([signers], ["signers"], ["approve"]), "rbac-escalation"),
  about(
    "the cluster's own signer",
    rule([signers], ["signers"], ["sign"], { resourceNames: ["kubernetes.io/kube-apiserver-client"] }),
    "rbac-escalation",
  ),
  about(
    "a signer of one's own",
    rule([signers], ["signers"], ["sign"], { resourceNames: ["example.org/web"] }),
  ),
  about(
    "impersonation of one kind",
    rule(["authentication.k8s.io"], ["users"], ["impersonate:user-info"]),
    "rbac-escalation",
  ),
  about(
    "what impersonated users may do",
    rule([""], ["pods"], ["impersonate-on:user-info:list"]),
    "rbac-escalation",
  ),
  {
    name: "a role that is made of every role of Kubernetes itself",
    given: clusterRole({
      aggregationRule: {
        clusterRoleSelectors: [{ matchLabels: { "kubernetes.io/bootstrapping": "rbac-defaults" } }],
      },
      rules: [],
    }),
    findings: { "rbac-wildcards": ["aggregationRule.clusterRoleSelectors"] },
  },
  {
    name: "a role that is made of all others but a few",
    given: clusterRole({
      aggregationRule: {
        clusterRoleSelectors: [{ matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }],
      },
      rules: [],
    }),
    findings: { "rbac-wildcards": ["aggregationRule.clusterRoleSelectors"] },
  },
  {
    name: "a role that is made of those that have a label",
    given: clusterRole({
      aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ key: "a", operator: "Exists" }] }] },
      rules: [],
    }),
    findings: {},
  },
  {
    name: "a cluster role about tokens of an account by name",
    given: clusterRole({ rules: [tokenOf] }),
    findings: { "rbac-escalation": ["rules"] },
  },
  {
    name: "a role about tokens of an account by name in its own namespace",
    given: object("kubernetes:rbac.authorization.k8s.io/v1:Role", { rules: [tokenOf] }),
    findings: {},
  },
  {
    name: "a role about tokens of every account of its namespace",
    given: object("kubernetes:rbac.authorization.k8s.io/v1:Role", {
      rules: [rule([""], ["serviceaccounts/token"], ["create"])],
    }),
    findings: { "rbac-escalation": ["rules"] },
  },
  roleOf("system:controller:clusterrole-aggregation-controller", true),
  roleOf("system:node", true),
  roleOf("system:kubelet-api-admin", true),
  roleOf("system:certificates.k8s.io:kube-apiserver-client-approver", true),
  roleOf("system:kube-scheduler", false),
  roleOf("system:auth-delegator", false),
  about("signers of another group", rule(["cert-manager.io"], ["signers"], ["approve"])),
  about("a subresource by name", rule(["apps"], ["deployments/scale"], ["update"])),
  {
    name: "a role of every URL",
    given: clusterRole({
      rules: [
        { nonResourceURLs: ["*"], verbs: ["get"] },
        { nonResourceURLs: ["/*"], verbs: ["get"] },
        { nonResourceURLs: ["/**"], verbs: ["get"] },
      ],
    }),
    findings: { "rbac-wildcards": ["rules", "rules", "rules"] },
  },
  {
    name: "a role of some URLs",
    given: clusterRole({ rules: [{ nonResourceURLs: ["/healthz/*", "/metrics"], verbs: ["get"] }] }),
    findings: {},
  },
  {
    name: "a role that is made of all others",
    given: clusterRole({ aggregationRule: { clusterRoleSelectors: [{}] }, rules: [] }),
    findings: { "rbac-wildcards": ["aggregationRule.clusterRoleSelectors"] },
  },
  {
    name: "a role that is made of those with a label",
    given: clusterRole({
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] },
      rules: [],
    }),
    findings: {},
  },
  bindingOf("system:serviceaccounts", "Group", true),
  bindingOf("system:authenticated:oauth", "Group", true),
  bindingOf("system:anonymous", "User", true),
  bindingOf("system:masters", "Group", true),
  bindingOf("system:serviceaccounts:prod", "Group", false),
  bindingOf("system:masters", "ServiceAccount", false),
  bindingOf("ada", "User", false),
];
