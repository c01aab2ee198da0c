import { serviceNames } from "../settings";
import { originalOf } from "./copy";
import { followPolicy, hasSame } from "./follow";
import type { CopyStep, Following, Hooked } from "./follow";
import { hooksOf } from "./hook";
import type { Hook, Policy } from "./hook";
import { followersOf, isOnRoute, rulePlace, servicePlace } from "./place";
import type { AppSettings, Place, RuleNames } from "./place";

/** Facts about everything that may name the app's Services and rules. */
export interface AttachedFacts {
  readonly settings: AppSettings;
  readonly policies: readonly Policy[];
  readonly rules: RuleNames;
  /** The router sends Sluice's own requests to Services of their own. */
  readonly hasProbes: boolean;
}

/** A policy that names a Service, the route or a rule of the app. */
export interface AttachedPolicy {
  readonly policy: Policy;
  readonly hook: Hook;
  /** Reason why the canary is not treated like stable, and base cannot mend it. */
  readonly why?: string;
}

/** Policies that name the app's Service, route or rule, and the changes of copies that are due. */
export interface Attached {
  readonly policies: readonly AttachedPolicy[];
  readonly steps: readonly CopyStep[];
  /** All copies that were made for this app. */
  readonly copies: readonly Policy[];
}

interface Context {
  readonly settings: AppSettings;
  readonly rules: RuleNames;
  readonly known: readonly Hooked[];
  readonly stable: Place;
  readonly followers: readonly Place[];
}

const fine: Following = { steps: [] };

const wrong = (why: string): Following => ({ steps: [], why });

/** Consequence of a policy on a Service of the app; undefined for any other Service. */
function judgeService(policy: Policy, hook: Hook, context: Context): Following | undefined {
  const { settings, known, stable, followers } = context;
  if (stable.isNamedBy(hook)) return followPolicy({ policy, hook }, followers, context);
  if (followers.some((place) => place.isNamedBy(hook)))
    return hasSame(stable, policy, known) ? undefined : wrong(`${stable.text} has not the same`);
  if (!servicePlace(settings, settings.app).isNamedBy(hook)) return undefined;
  const lacking = [stable, ...followers].find((place) => !hasSame(place, policy, known));
  return lacking === undefined
    ? fine
    : wrong(`the app's requests go to ${lacking.text}, which has not the same`);
}

/** Consequence of a policy on the app's route, or on a rule of it; undefined for a rule of others. */
function judgeRoute(policy: Policy, hook: Hook, context: Context): Following | undefined {
  const { settings, rules } = context;
  const { section } = hook;
  if (section === undefined) return fine;
  if (rules.own.includes(section))
    return followPolicy(
      { policy, hook },
      rules.probes.map((name) => rulePlace(settings, name)),
      context,
    );
  if ([...rules.probes, ...rules.others].includes(section)) return undefined;
  return wrong("the route has no rule of that name, so that it applies to no request");
}

/** Copies of this app whose original is gone, names something else now, or names the copy's place itself. */
function findLeftOver(
  copies: readonly Hooked[],
  { settings, rules, known, stable, followers }: Context,
): readonly Policy[] {
  const probes = rules.probes.map((name) => rulePlace(settings, name));
  const isDue = ({ policy, hooks }: Hooked): boolean =>
    known.some((one) => {
      if (one.policy.metadata.name !== originalOf(policy) || one.policy.kind.kind !== policy.kind.kind)
        return false;
      const follows = (places: readonly Place[]): boolean =>
        places.some(
          (place) =>
            hooks.some((hook) => place.isNamedBy(hook)) && !one.hooks.some((hook) => place.isNamedBy(hook)),
        );
      return one.hooks.some(
        (hook) =>
          (stable.isNamedBy(hook) && follows(followers)) ||
          (isOnRoute(settings, hook) && rules.own.some((name) => name === hook.section) && follows(probes)),
      );
    });
  return copies.filter((one) => !isDue(one)).map(({ policy }) => policy);
}

/**
 * Finds policies that name the app's Service, route or rule, and the copies by which the canary's Service, those of
 * Sluice's own requests and the probe rules get the same.
 */
export function findAttached({ settings, policies, rules, hasProbes }: AttachedFacts): Attached {
  const known = policies.map((policy) => ({ policy, hooks: hooksOf(policy) }));
  const context: Context = {
    settings,
    rules,
    known,
    stable: servicePlace(settings, serviceNames(settings).stable),
    followers: followersOf(settings, hasProbes),
  };
  const isCopy = ({ policy }: Hooked): boolean => originalOf(policy) !== undefined;
  const copies = known.filter(
    (one) => isCopy(one) && one.policy.metadata.labels?.["app.kubernetes.io/name"] === settings.app,
  );
  const judged: readonly (AttachedPolicy & Following)[] = known
    .filter((one) => !isCopy(one))
    .flatMap(({ policy, hooks }) =>
      hooks.flatMap((hook) => {
        const found = isOnRoute(settings, hook)
          ? judgeRoute(policy, hook, context)
          : judgeService(policy, hook, context);
        return found === undefined ? [] : [{ policy, hook, ...found }];
      }),
    );
  return {
    policies: judged.map(({ policy, hook, why }) => ({
      policy,
      hook,
      ...(why === undefined ? {} : { why }),
    })),
    steps: [
      ...judged.flatMap(({ steps }) => steps),
      ...findLeftOver(copies, context).map((copy): CopyStep => ({ does: "remove", copy })),
    ],
    copies: copies.map(({ policy }) => policy),
  };
}
