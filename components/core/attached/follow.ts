import { copyName, originalOf, renderCopy, saysTheSame } from "./copy";
import type { CopyObject } from "./copy";
import type { Hook, Policy } from "./hook";
import type { AppSettings, Place } from "./place";
import { isCopied } from "./policy-kind";

/** A policy with what it names. */
export interface Hooked {
  readonly policy: Policy;
  readonly hooks: readonly Hook[];
}

/** A change of one copy that base makes. */
export type CopyStep =
  | { readonly does: "create" | "update"; readonly original: Policy; readonly copy: CopyObject }
  | { readonly does: "remove"; readonly copy: Policy };

/** Lack of a policy at other places of the app. */
export interface Following {
  readonly steps: readonly CopyStep[];
  /** Reason why they cannot be given it. */
  readonly why?: string;
}

/** Whether a place has what a policy says, by whichever object. */
export function hasSame(place: Place, policy: Policy, known: readonly Hooked[]): boolean {
  return known.some(
    (one) => one.hooks.some((hook) => place.isNamedBy(hook)) && saysTheSame(one.policy, policy),
  );
}

/** The object that has a copy's name already. */
function findNamed(name: string, { kind, metadata }: Policy, known: readonly Hooked[]): Policy | undefined {
  return known.find(
    ({ policy }) =>
      policy.kind.kind === kind.kind &&
      policy.kind.group === kind.group &&
      policy.metadata.namespace === metadata.namespace &&
      policy.metadata.name === name,
  )?.policy;
}

/** The step that gives a place what a policy says, or why there is none. */
function stepFor(
  place: Place,
  { policy, hook }: { readonly policy: Policy; readonly hook: Hook },
  { settings, known }: { readonly settings: AppSettings; readonly known: readonly Hooked[] },
): CopyStep | string {
  const { app, namespace } = settings;
  if (policy.metadata.namespace !== namespace) return `it is not of namespace ${namespace}`;
  if (hook.to === "service" && !isCopied(policy.kind)) return "a copy of this kind may mean something else";
  const name = place.suffix === undefined ? undefined : copyName(policy, place.suffix);
  if (name === undefined) return "no copy can be for it by name";
  const there = findNamed(name, policy, known);
  if (there !== undefined && originalOf(there) !== policy.metadata.name)
    return `${policy.kind.kind} ${name} is there and no copy of Sluice's`;
  const copy = renderCopy(policy, hook, { app, name, place: place.change });
  return { does: there === undefined ? "create" : "update", original: policy, copy };
}

/** Finds what gives each place the same as a policy says. */
export function followPolicy(
  named: { readonly policy: Policy; readonly hook: Hook },
  places: readonly Place[],
  context: { readonly settings: AppSettings; readonly known: readonly Hooked[] },
): Following {
  const lacking = places.filter((place) => !hasSame(place, named.policy, context.known));
  const steps: CopyStep[] = [];
  for (const place of lacking) {
    const step = stepFor(place, named, context);
    if (typeof step === "string") return { steps: [], why: `${place.text} has not the same, and ${step}` };
    steps.push(step);
  }
  return { steps };
}
