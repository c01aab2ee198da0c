import type { Subject } from "./subject";

/** Name of the policy that keeps previews from writing. */
const dryRunPolicyName = "sluice-previews-only";

const list = (names: readonly string[]): string =>
  `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;

/** Reviews of rights are creates that store nothing. */
const reviews = "['authorization.k8s.io', 'authentication.k8s.io']";

/** User names of accounts, as the API server has them. */
const userName = (subject: Subject): string =>
  subject.kind === "ServiceAccount"
    ? `system:serviceaccount:${subject.namespace}:${subject.name}`
    : subject.name;

/**
 * Admission policy that lets these accounts write dry runs only: a server-side preview needs the write verbs and may
 * change nothing.
 * @param previewers - empty: the policy binds no account
 */
export function toDryRunPolicy(previewers: readonly Subject[]) {
  const groups = previewers.filter(({ kind }) => kind === "Group").map(({ name }) => name);
  const users = previewers.filter(({ kind }) => kind !== "Group").map(userName);
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: dryRunPolicyName, labels: { "app.kubernetes.io/part-of": "sluice" } },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ["*"],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE", "DELETE"],
            resources: ["*/*"],
          },
        ],
      },
      matchConditions: [
        {
          name: "previewer",
          expression: `request.userInfo.username in ${list(users)} || (has(request.userInfo.groups) && request.userInfo.groups.exists(group, group in ${list(groups)}))`,
        },
        { name: "stored", expression: `!(request.resource.group in ${reviews})` },
      ],
      validations: [
        {
          expression: "has(request.dryRun) && request.dryRun",
          messageExpression:
            "'Cannot write as \"' + request.userInfo.username + '\": the request must be a dry run: got one that stores; releases run under another account'",
        },
      ],
    },
  };
}
