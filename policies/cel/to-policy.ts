import { z } from "zod";
import { resourcePolicy } from "../pack/policy";
import type { Finding, ResourcePolicy } from "../pack/policy";
import type { Resource } from "../pack/resource";
import { toCelObject } from "./cel-object";
import type { CelObject } from "./cel-object";
import type { Check } from "./check";
import { compileCheck } from "./compile";
import type { CompiledCheck } from "./compile";
import { evaluateCheck } from "./evaluate";
import { toEmbeddedTemplates } from "../workloads/embedded-templates";
import { toKubernetesObjects } from "../workloads/kubernetes-object";
import type { KubernetesObject } from "../workloads/kubernetes-object";
import { toPlainTexts } from "../workloads/plain-texts";
import { matchesRules } from "./match";
import { isAboutGiven, toFinding } from "./to-finding";

interface Target {
  readonly given: KubernetesObject;
  readonly cel: CelObject;
}

const targets = new WeakMap<object, readonly Target[]>();

/** The objects of a resource, read once for all checks. */
function targetsOf(resource: Resource): readonly Target[] {
  const before = targets.get(resource.raw);
  if (before !== undefined) return before;
  const made = toKubernetesObjects(resource)
    .flatMap((given) => [given, ...toEmbeddedTemplates(given), ...toPlainTexts(given)])
    .map((given) => ({ given, cel: toCelObject(given) }));
  targets.set(resource.raw, made);
  return made;
}

/**
 * Converts a check to a policy of the pack: the same rule that the cluster enforces, evaluated on the objects that
 * Pulumi is about to create. Its expressions are compiled for the first object that it applies to.
 */
export function toPolicy(check: Check): ResourcePolicy {
  const { resourceRules } = check.policy.spec.matchConstraints;
  let compiled: CompiledCheck | undefined;
  const parameters = Object.fromEntries(
    Object.entries(check.parameters).map(([name, value]) => {
      const rule = check.parameterRules[name];
      const text = rule === undefined ? z.string() : z.string().regex(new RegExp(`^(?:${rule})$`));
      return [name, text.default(value)];
    }),
  );
  return resourcePolicy({
    ...check.metadata,
    config: z.object(parameters),
    *check(resource, config): Generator<Finding> {
      for (const { given, cel } of targetsOf(resource)) {
        if (!matchesRules(resourceRules, given) || (given.onlyFor ?? check.id) !== check.id) continue;
        compiled ??= compileCheck(check);
        const data = Object.fromEntries(Object.keys(parameters).map((name) => [name, config[name]]));
        for (const outcome of evaluateCheck(compiled, cel, { data })) {
          const finding = toFinding(outcome, given, check.id);
          if (isAboutGiven(outcome, given, finding)) yield finding;
        }
      }
    },
  });
}
