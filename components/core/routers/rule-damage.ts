import type { Damage } from "../live";
import { serviceNames } from "../settings";
import type { ServedApp } from "../settings";
import type { RouteView } from "./router";
import type { WeightedRule } from "./weighted-rule";

const restore = "end a running release by sluice abort; then the base stack's up writes the rules again";

/**
 * Refuses a raise where the router's object is not as it was written.
 * @param object - its kind, e.g. `Ingress`
 * @throws {RangeError} naming the damage
 */
export function demandWhole(
  { live: { damage } }: Pick<RouteView, "live">,
  weight: number,
  object: string,
  app: string,
): void {
  if (weight > 0 && damage !== undefined)
    throw new RangeError(`Cannot write ${weight} % to the ${object} of "${app}": ${damage.text}`);
}

/** Words of a router's rules for a person. */
export interface RuleWords<R> {
  /** Field of the rules, e.g. `spec.routes`. */
  readonly field: string;
  /** Word for what a rule leads to, in the plural. */
  readonly things: string;
  /** Name of a reference. */
  nameOf(ref: R): string;
  /** Weight of a reference, in a rule with these. */
  weightOf(ref: R, refs: readonly R[]): number;
}

function damageOf<R>(
  { index, refs, stable, canary }: WeightedRule<R>,
  { field, things, nameOf, weightOf }: RuleWords<R>,
  app: ServedApp,
): Damage | undefined {
  const names = serviceNames(app);
  const at = `${field}[${index}] of the route`;
  const got = `[${refs.map((ref) => `${nameOf(ref)}=${weightOf(ref, refs)}`).join(", ")}]`;
  // Of any weight: a later write of another owner's would make it a share of the app's.
  const sharing = refs.find((_, place) => ![...stable, ...canary].includes(place));
  if (sharing !== undefined)
    return {
      text: `${at} must have the ${things} ${names.stable} and ${names.canary} only: got ${got}`,
      fix: `give ${nameOf(sharing)} a rule of its own`,
      restorable: false,
    };
  if (stable.length === 1 && canary.length === 1) return undefined;
  const text = `${at} must have ${names.stable} and ${names.canary} once each: got ${got}`;
  return { text, fix: restore, restorable: true };
}

/** Reason why the app's own rules are not as the route writer left them, whatever their weights are. */
export function findRuleDamage<R>(
  own: readonly WeightedRule<R>[],
  words: RuleWords<R>,
  app: ServedApp,
): Damage | undefined {
  const { stable, canary } = serviceNames(app);
  const { field, things } = words;
  const [first] = own;
  if (first === undefined)
    return {
      text: `${field} of the route must have a rule with the ${things} ${stable} and ${canary}: got none`,
      fix: restore,
      restorable: true,
    };
  for (const rule of own) {
    const damage = damageOf(rule, words, app);
    if (damage !== undefined) return damage;
  }
  const other = own.find(({ weight }) => weight !== first.weight);
  return other === undefined
    ? undefined
    : {
        text: `the app's rules must have one weight: got ${field}[${first.index}]=${first.weight}, ${field}[${other.index}]=${other.weight}`,
        fix: "end a running release by sluice abort, which gives all of them weight 0",
        restorable: false,
      };
}
