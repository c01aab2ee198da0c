import type { Damage } from "../../live";
import { objectNames } from "../../settings";
import { isService, weightOf } from "./http-route";
import type { BackendRef, HttpRoute, HttpRouteRule } from "./http-route";
import { isProbeRule } from "./kinds";
import { weightedRuleIndex } from "./rules";

/** The rule that carries the app's requests, as it was found. */
export interface WeightedRule {
  /** Place in `spec.rules`. */
  readonly index: number;
  /** Places in `backendRefs`. */
  readonly stable: readonly number[];
  readonly canary: readonly number[];
  /** All backends. */
  readonly refs: readonly BackendRef[];
  /** Share of the canary, percent. */
  readonly weight: number;
}

/** The settings by which the app's own rules are known. */
export interface OwnRulesSettings {
  readonly app: string;
  readonly namespace: string;
}

function places({ backendRefs = [] }: HttpRouteRule, isTrack: (ref: BackendRef) => boolean): number[] {
  return backendRefs.flatMap((ref, index) => (isTrack(ref) ? [index] : []));
}

function toWeighted(rule: HttpRouteRule, index: number, settings: OwnRulesSettings): WeightedRule {
  const names = objectNames(settings.app);
  const isTrack =
    (name: string) =>
    (ref: BackendRef): boolean =>
      ref.name === name && isService(ref) && (ref.namespace ?? settings.namespace) === settings.namespace;
  const { backendRefs = [] } = rule;
  const [stable, canary] = [places(rule, isTrack(names.stable)), places(rule, isTrack(names.canary))];
  const sum = backendRefs.reduce((total, ref) => total + weightOf(ref), 0);
  const ours = canary.reduce((total, at) => total + weightOf(backendRefs[at] as BackendRef), 0);
  return {
    index,
    stable,
    canary,
    refs: backendRefs,
    weight: sum === 0 ? 0 : (100 * ours) / sum,
  };
}

/** Whether a rule matches exactly the path of the rendered rule and nothing more. */
function takesEverything({ matches = [{}] }: HttpRouteRule): boolean {
  return matches.some(
    ({ path, method, headers = [], queryParams = [] }) =>
      (path?.value ?? "/") === "/" &&
      (path?.type ?? "PathPrefix") === "PathPrefix" &&
      method === undefined &&
      headers.length === 0 &&
      queryParams.length === 0,
  );
}

/**
 * Finds the app's own rule among those of others: it matches every request and has both backends; where another writer
 * edited it, one of the two is enough.
 */
export function findWeightedRule(route: HttpRoute, settings: OwnRulesSettings): WeightedRule | undefined {
  const found = (route.spec.rules ?? []).flatMap((rule, index) => {
    if (isProbeRule(rule)) return [];
    const weighted = toWeighted(rule, index, settings);
    const [some, both] = [
      weighted.stable.length + weighted.canary.length > 0,
      weighted.stable.length > 0 && weighted.canary.length > 0,
    ];
    const everything = takesEverything(rule);
    const rank = both && everything ? 3 : both ? 2 : some && everything ? 1 : 0;
    return rank === 0 ? [] : [{ rank, weighted }];
  });
  return found.toSorted((a, b) => b.rank - a.rank)[0]?.weighted;
}

const describe = (refs: readonly BackendRef[]): string =>
  `[${refs.map((ref) => `${ref.name}=${weightOf(ref)}`).join(", ")}]`;

/** Why the app's own rule is not as the route writer left it, whatever its weights are. */
export function findDamage(route: HttpRoute, settings: OwnRulesSettings): Damage | undefined {
  const { stable, canary } = objectNames(settings.app);
  const rules = route.spec.rules ?? [];
  const weighted = findWeightedRule(route, settings);
  const restore = "end a running release by sluice abort; then the base stack's up writes the rules again";
  if (weighted === undefined) {
    const got = rules.map(({ backendRefs = [] }) => describe(backendRefs)).join(" ") || "no rules";
    const text = `spec.rules of the route must have a rule with the backends ${stable} and ${canary}: got ${got}`;
    return { text, fix: restore, restorable: true };
  }
  const { index, refs } = weighted;
  const sharing = refs.find(
    (ref, at) => weightOf(ref) > 0 && ![...weighted.stable, ...weighted.canary].includes(at),
  );
  if (sharing !== undefined) {
    return {
      text: `spec.rules[${index}] of the route must have the backends ${stable} and ${canary} only: got ${describe(refs)}`,
      fix: `give ${sharing.name} a rule of its own`,
      restorable: false,
    };
  }
  if (weighted.stable.length !== 1 || weighted.canary.length !== 1) {
    const text = `spec.rules[${index}] of the route must have ${stable} and ${canary} once each: got ${describe(refs)}`;
    return { text, fix: restore, restorable: true };
  }
  return index === weightedRuleIndex
    ? undefined
    : {
        text: `the app's rule must be spec.rules[${weightedRuleIndex}], behind the probe rules, where its requests are counted: got spec.rules[${index}]`,
        fix: "the base stack's up puts it there again, rules of others behind it",
        restorable: true,
      };
}
