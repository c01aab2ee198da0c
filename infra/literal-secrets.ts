import { toProblem } from "../components/core/problem";
import type { Problem } from "../components/core/problem";
import type { JsonObject } from "../components/core/revision/revision";
import { readChecks } from "../policies/cel/read-checks";
import { toPolicy } from "../policies/cel/to-policy";
import type { CheckContext, Finding } from "../policies/pack/policy";
import { toResource } from "../policies/pack/resource";

/** Name of the pack's policy on secrets in plain text. */
const policyName = "literal-secrets";

/**
 * Literals in the pods of an app that the policy pack calls secrets: their places and names, never their values. A
 * preview without the pack warns of them too, since they would stand in the revision and in every dump of it.
 */
export function findLiteralSecrets(app: string, template: JsonObject): readonly Problem[] {
  const check = readChecks().find(({ id }) => id === policyName);
  if (check === undefined) throw new Error(`the pack must have a policy ${policyName}`);
  const raw = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: app }, spec: { template } };
  const type = "kubernetes:apps/v1:Deployment";
  const resource = toResource({ type, name: app, urn: "", raw, ignoreChanges: [], secrets: [] });
  const context: CheckContext = { now: new Date(0), preview: true, stack: "", project: "" };
  const found = toPolicy(check).check(resource, {}, context) as Iterable<Finding>;
  return [...found].map((finding) => ({
    ...toProblem(finding),
    fix: `${finding.fix}; policy ${policyName} of the pack refuses it unless it is exempt`,
  }));
}
