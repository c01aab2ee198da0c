import { partOf } from "../../components/core/routers/headers/shape";
import type { RoutedKind, RouterObject, Split, Target } from "../../components/core/routers/routed-kind";
import { routers } from "../../components/core/routers/routers";
import { resourcePolicy } from "../pack/policy";
import type { Finding } from "../pack/policy";
import type { Resource } from "../pack/resource";
import { toKubernetesObjects } from "../workloads/kubernetes-object";
import { guardUnknown } from "../pack/unknown";

// An Ingress has one backend for each path: its weight is an annotation.
const kinds = routers.flatMap((router) => router.kinds).filter(({ kind }) => kind !== "Ingress");

const kindOf = ({ type }: Pick<Resource, "type">): RoutedKind | undefined =>
  kinds.find(({ kind }) => new RegExp(`:${kind}(Patch)?$`).test(type));

/** Services that share the requests of a rule; copies are no share. */
const sharing = ({ targets }: Split): readonly Target[] =>
  targets.filter(({ copies }) => copies === undefined);

const isStable = ({ service }: Target): boolean => service.endsWith("-stable");

const describe = (targets: readonly Target[]): string =>
  targets.map(({ service, share }) => `${service} ${Number(share.toFixed(1))} %`).join(", ");

/** Rules with several Services: all requests for the stable one. */
function* checkSplits(splits: readonly Split[], prefix: string): Generator<Finding> {
  for (const split of splits) {
    const targets = sharing(split);
    const right =
      targets.filter(isStable).length === 1 &&
      targets.every((target) => target.share === (isStable(target) ? 100 : 0));
    if (targets.length < 2 || right) continue;
    yield {
      path: `${prefix}${split.at}`,
      rule: "send all requests to stable and none to any other Service",
      got: describe(targets),
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
  applies: (resource) => kindOf(resource) !== undefined,
  *check(resource) {
    const kind = kindOf(resource);
    if (kind === undefined) return;
    const rules = `spec.${kind.field}`;
    for (const { fields, partial, prefix } of toKubernetesObjects(resource)) {
      const object = guardUnknown({ spec: {}, ...fields }) as unknown as RouterObject;
      if (partial) {
        if (partOf(object.spec)[kind.field] === undefined) continue;
        yield {
          path: `${prefix}${rules}`,
          rule: "not be set by a patch",
          fix: "remove it: rules and weights have one writer, the route writer of a stage",
        };
        continue;
      }
      const splits = kind.split(object);
      yield* checkSplits(splits, prefix);
      const isSplit = splits.some((split) => sharing(split).length > 1);
      if (!isSplit || resource.ignoreChanges.includes(rules) || resource.ignoreChanges.includes("spec")) {
        continue;
      }
      yield {
        path: "ignoreChanges",
        rule: `name ${rules}`,
        got: resource.ignoreChanges.join(", ") || "nothing",
        fix: `set ignoreChanges: ["${rules}"], or the next up puts the weight back to what it says here`,
      };
    }
  },
});
