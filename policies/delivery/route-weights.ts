import { resourcePolicy } from "../pack/policy";
import type { Finding } from "../pack/policy";
import { toKubernetesObjects } from "../workloads/kubernetes-object";
import { guardUnknown } from "../pack/unknown";

interface Backend {
  readonly name: string;
  readonly weight?: number;
}

interface RouteSpec {
  readonly rules?: readonly { readonly backendRefs?: readonly Backend[] }[];
}

/** A backend's share as Gateway API takes it where nothing is said. */
const weightOf = ({ weight }: Backend): number => weight ?? 1;

const describe = (backends: readonly Backend[]): string =>
  backends.map((backend) => `${backend.name} ${weightOf(backend)}`).join(", ");

/** Rules with several backends: 100 for the stable one and 0 for the others. */
function* checkRules({ rules = [] }: RouteSpec, prefix: string): Generator<Finding> {
  for (const [index, { backendRefs = [] }] of rules.entries()) {
    if (backendRefs.length < 2) continue;
    const isStable = ({ name }: Backend): boolean => name.endsWith("-stable");
    const right =
      backendRefs.filter(isStable).length === 1 &&
      backendRefs.every((backend) => weightOf(backend) === (isStable(backend) ? 100 : 0));
    if (right) continue;
    yield {
      path: `${prefix}spec.rules[${index}].backendRefs`,
      rule: "be 100 for stable and 0 for every other backend",
      value: describe(backendRefs),
      fix: "write 100 and 0: weights move by a stage's gate, never by a manifest",
    };
  }
}

/** Weights belong to the gate: a manifest creates a route with all traffic on stable, and then leaves it alone. */
export const routeWeights = resourcePolicy({
  name: "route-weights",
  title: "Weights move only through the gate",
  description:
    "A route that splits traffic is declared with weights 100/0, ignores changes of spec.rules, and is never patched.",
  why: "A weight in a manifest is applied by any up of the base stack, without gate, soak or verdict, and silently undoes what a stage did.",
  fix: 'Declare 100 for stable and 0 for the canary, with ignoreChanges: ["spec.rules"]; move traffic by `sluice rollout`.',
  severity: "critical",
  applies: ({ type }) => /:(HTTPRoute|GRPCRoute)(Patch)?$/.test(type),
  *check(resource) {
    for (const { fields, partial, prefix } of toKubernetesObjects(resource)) {
      const spec = Object(guardUnknown(fields as Record<string, unknown>)["spec"]) as RouteSpec;
      if (partial) {
        if (spec.rules === undefined) continue;
        yield {
          path: `${prefix}spec.rules`,
          rule: "not be set by a patch",
          fix: "remove it: rules and weights have one writer, the route writer of a stage",
        };
        continue;
      }
      const splits = spec.rules?.some(({ backendRefs = [] }) => backendRefs.length > 1) ?? false;
      yield* checkRules(spec, prefix);
      if (
        !splits ||
        resource.ignoreChanges.includes("spec.rules") ||
        resource.ignoreChanges.includes("spec")
      ) {
        continue;
      }
      yield {
        path: "ignoreChanges",
        rule: "name spec.rules",
        value: resource.ignoreChanges.join(", ") || "nothing",
        fix: 'set ignoreChanges: ["spec.rules"], or the next up puts the weight back to what it says here',
      };
    }
  },
});
