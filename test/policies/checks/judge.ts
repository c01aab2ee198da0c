import { toCelObject } from "../../../policies/cel/cel-object";
import { compileCheck } from "../../../policies/cel/compile";
import { evaluateCheck } from "../../../policies/cel/evaluate";
import { matchesRules } from "../../../policies/cel/match";
import { readChecks } from "../../../policies/cel/read-checks";
import { toFinding } from "../../../policies/cel/to-finding";
import { toKubernetesObjects } from "../../../policies/workloads/kubernetes-object";
import type { GivenResource } from "../pack/run-policy";

const compiled = readChecks().map(compileCheck);

/**
 * Findings of every check on a resource, by the engine of plan time.
 * @returns where each check that refuses points
 */
export function judgeAll(
  { type, props, provider }: GivenResource,
  parameters: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  const objects = toKubernetesObjects({ type, raw: props, ...(provider === undefined ? {} : { provider }) });
  for (const given of objects) {
    const target = toCelObject(given);
    for (const each of compiled) {
      const { check } = each;
      if (!matchesRules(check.policy.spec.matchConstraints.resourceRules, given)) continue;
      const data = { ...check.parameters, ...parameters[check.id] };
      const paths = [...evaluateCheck(each, target, { data })].map(
        (outcome) => toFinding(outcome, given, check.id).path,
      );
      if (paths.length > 0) found[check.id] = [...(found[check.id] ?? []), ...paths];
    }
  }
  return found;
}
