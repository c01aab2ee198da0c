import { objectNames } from "../settings";
import type { Settings } from "../settings";
import { tracks } from "../track";
import type { Hook } from "./hook";

/** Settings by which the app's Services and route are known. */
export type AppSettings = Pick<Settings, "app" | "namespace" | "traffic">;

/** Names of the rules of the live route. */
export interface RuleNames {
  /** Of the rules that carry the app; a rule without name is left out. */
  readonly own: readonly string[];
  /** Of the probe rules; undefined for one without name. */
  readonly probes: readonly (string | undefined)[];
  /** Of rules of others. */
  readonly others: readonly string[];
}

/** A Service or rule of the app that must have what another has. */
export interface Place {
  /** For people, e.g. `Service shop-canary`. */
  readonly text: string;
  /** Last part of a copy's name; undefined where no copy can be for it. */
  readonly suffix?: string;
  /** Part of the reference that differs from the original's. */
  readonly change: { readonly name?: string; readonly sectionName?: string };
  isNamedBy(hook: Hook): boolean;
}

/** A Service of the app's namespace. */
export function servicePlace({ app, namespace }: AppSettings, name: string): Place {
  return {
    text: `Service ${name}`,
    suffix: name.slice(app.length + 1),
    change: { name },
    isNamedBy: (hook) => hook.to === "service" && hook.namespace === namespace && hook.name === name,
  };
}

/** Whether a policy names the app's route, or one of its rules. */
export function isOnRoute({ namespace, traffic }: AppSettings, hook: Hook): boolean {
  return hook.to === "route" && hook.namespace === namespace && hook.name === traffic.route;
}

/** A rule of the app's route. */
export function rulePlace(settings: AppSettings, name: string | undefined): Place {
  if (name === undefined) return { text: "a probe rule without a name", change: {}, isNamedBy: () => false };
  return {
    text: `rule ${name}`,
    suffix: name,
    change: { sectionName: name },
    isNamedBy: (hook) => isOnRoute(settings, hook) && hook.section === name,
  };
}

/**
 * Services of the app that get requests beside stable's own.
 * @param hasProbes - Sluice's own requests go to Services of their own
 */
export function followersOf(settings: AppSettings, hasProbes: boolean): readonly Place[] {
  const { canary, probe } = objectNames(settings.app);
  const names = [canary, ...(hasProbes ? tracks.map(probe) : [])];
  return names.map((name) => servicePlace(settings, name));
}
