import type { Damage } from "../../live";
import { serviceNames } from "../../settings";
import { readKnown } from "./rules/configured-rules";
import type { OwnRulesSettings } from "./rules/configured-rules";
import { covers } from "../find-lost";
import { weightOf, rulesOf } from "./http-route";
import type { BackendRef, HttpRoute } from "./http-route";
import { isProbeRule } from "./kinds";
import { findOwnRules } from "./rules/own-rules";
import type { WeightedRule } from "../weighted-rule";

const describe = (refs: readonly BackendRef[]): string =>
  `[${refs.map((ref) => `${ref.name}=${weightOf(ref)}`).join(", ")}]`;

const restore = "end a running release by sluice abort; then the base stack's up writes the rules again";

function damageOf(
  { index, refs, stable, canary }: WeightedRule<BackendRef>,
  settings: OwnRulesSettings,
): Damage | undefined {
  const names = serviceNames(settings);
  const sharing = refs.find((ref, at) => weightOf(ref) > 0 && ![...stable, ...canary].includes(at));
  if (sharing !== undefined)
    return {
      text: `spec.rules[${index}] of the route must have the backends ${names.stable} and ${names.canary} only: got ${describe(refs)}`,
      fix: `give ${sharing.name} a rule of its own`,
      restorable: false,
    };
  if (stable.length === 1 && canary.length === 1) return undefined;
  const text = `spec.rules[${index}] of the route must have ${names.stable} and ${names.canary} once each: got ${describe(refs)}`;
  return { text, fix: restore, restorable: true };
}

/** Rule of another owner that stands before the app's own: of two that match alike the first gets the requests. */
function findInFront(
  route: HttpRoute,
  own: readonly WeightedRule<BackendRef>[],
  settings: OwnRulesSettings,
): number | undefined {
  if (settings.traffic?.isShared) return undefined;
  const known = readKnown(route.metadata, settings);
  const last = Math.max(...own.map(({ index }) => index));
  const at = rulesOf(route).findIndex(
    (rule, index) =>
      !own.some((one) => one.index === index) &&
      !isProbeRule(rule) &&
      !known.some((one) => one.own === undefined && covers(one.rule, rule)),
  );
  return at >= 0 && at < last ? at : undefined;
}

/** Reason why the app's own rules are not as the route writer left them, whatever their weights are. */
export function findDamage(route: HttpRoute, settings: OwnRulesSettings): Damage | undefined {
  const { stable, canary } = serviceNames(settings);
  const own = findOwnRules(route, settings);
  const expected = settings.traffic?.isShared
    ? 1
    : readKnown(route.metadata, settings).filter((one) => one.own !== undefined).length;
  if (own.length < expected) {
    const got = rulesOf(route)
      .map(({ backendRefs = [] }) => describe(backendRefs))
      .join(" ");
    const many = expected === 1 ? "a rule" : `${expected} rules`;
    const text = `spec.rules of the route must have ${many} with the backends ${stable} and ${canary}: got ${got || "no rules"}`;
    return { text, fix: restore, restorable: true };
  }
  for (const rule of own) {
    const damage = damageOf(rule, settings);
    if (damage !== undefined) return damage;
  }
  const [first] = own;
  const other = own.find(({ weight }) => weight !== first?.weight);
  if (first !== undefined && other !== undefined)
    return {
      text: `the app's rules must have one weight: got spec.rules[${first.index}]=${first.weight}, spec.rules[${other.index}]=${other.weight}`,
      fix: "end a running release by sluice abort, which gives all of them weight 0",
      restorable: false,
    };
  const front = findInFront(route, own, settings);
  return front === undefined
    ? undefined
    : {
        text: `the app's rules must be the first of the route: got a rule of another owner at spec.rules[${front}], which gets the requests that both match`,
        fix: "the base stack's up puts them there again, rules of others behind them",
        restorable: true,
      };
}
