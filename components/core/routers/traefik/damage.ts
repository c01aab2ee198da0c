import type { Damage } from "../../live";
import { objectNames } from "../../settings";
import { weightOf } from "./ingress-route";
import type { IngressRoute, OwnSettings, ServiceRef } from "./ingress-route";
import { findOwnRules } from "./own-rules";
import type { WeightedRule } from "../weighted-rule";

const describe = (refs: readonly ServiceRef[]): string =>
  `[${refs.map((ref) => `${ref.name}=${weightOf(ref)}`).join(", ")}]`;

const restore = "end a running release by sluice abort; then the base stack's up writes the rules again";

function damageOf(
  { index, refs, stable, canary }: WeightedRule<ServiceRef>,
  app: string,
): Damage | undefined {
  const names = objectNames(app);
  const at = `spec.routes[${index}] of the route`;
  // Of any weight: Traefik leaves the whole rule out where a Service of it has no endpoints.
  const sharing = refs.find((_, place) => ![...stable, ...canary].includes(place));
  if (sharing !== undefined)
    return {
      text: `${at} must have the Services ${names.stable} and ${names.canary} only: got ${describe(refs)}`,
      fix: `give ${sharing.name} a rule of its own`,
      restorable: false,
    };
  if (stable.length === 1 && canary.length === 1) return undefined;
  const text = `${at} must have ${names.stable} and ${names.canary} once each: got ${describe(refs)}`;
  return { text, fix: restore, restorable: true };
}

/** Reason why the app's own rules are not as the route writer left them, whatever their weights are. */
export function findDamage(route: IngressRoute, settings: OwnSettings): Damage | undefined {
  const { stable, canary } = objectNames(settings.app);
  const own = findOwnRules(route, settings);
  const [first] = own;
  if (first === undefined)
    return {
      text: `spec.routes of the route must have a rule with the Services ${stable} and ${canary}: got none`,
      fix: restore,
      restorable: true,
    };
  for (const rule of own) {
    const damage = damageOf(rule, settings.app);
    if (damage !== undefined) return damage;
  }
  const other = own.find(({ weight }) => weight !== first.weight);
  return other === undefined
    ? undefined
    : {
        text: `the app's rules must have one weight: got spec.routes[${first.index}]=${first.weight}, spec.routes[${other.index}]=${other.weight}`,
        fix: "end a running release by sluice abort, which gives all of them weight 0",
        restorable: false,
      };
}
