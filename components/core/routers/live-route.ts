import { describeOwner } from "../access/owner";
import type { Damage, ForeignRule, LiveRoute, Readiness } from "../live";
import { findForeignRules } from "./foreign-rules";
import { isAside, matchWeight, mirrorWeight } from "../stage/exposure";
import type { RouteSettings } from "./foreign-rules";
import { findWriter, readMarks } from "./read-marks";
import type { RoutedKind, RouterObject } from "./routed-kind";
import type { Around, RouteReading } from "./router";

/** Facts that a router finds of its own object. */
export interface FoundRoute extends Pick<LiveRoute, "readiness"> {
  readonly object: RouterObject;
  /** Share of the app's own rule, percent. */
  readonly written: number;
  /** Requests of a match of the route writer reach the canary. @default - the router has no match */
  readonly matches?: boolean;
  /** Copies by a mirror of the route writer reach the canary. @default - the router has no mirror */
  readonly mirrors?: boolean;
  /** Rules of others that reach the canary, in this object and around it. */
  readonly rules: readonly ForeignRule[];
  readonly around: readonly Around[];
  readonly damage: Damage | undefined;
  /** Field of `spec` whose last writer counts. @default any */
  readonly field?: string;
}

/** Result of reading an object of another owner's. */
export const theirs = (kind: string, { metadata }: RouterObject): RouteReading => ({
  kind: "theirs",
  owner: `${kind} ${metadata.namespace}/${metadata.name}${describeOwner(metadata)}`,
});

/** Readiness of an object whose router reports nothing on it. */
export const notReported = (object: string): Readiness => ({
  kind: "not-reported",
  text: `${object} has no status that says which write the router follows`,
  fix: "requests must show that the router follows",
});

/** Rules of others that reach the canary in the objects around a router's own. */
export function findRulesAround(
  kind: RoutedKind,
  { metadata: { namespace, name } }: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): readonly ForeignRule[] {
  return around.flatMap(({ kind: other, objects = [] }) =>
    objects
      .filter(
        ({ metadata }) => !(other === kind && metadata.namespace === namespace && metadata.name === name),
      )
      .flatMap((object) => findForeignRules(other, object, settings, false)),
  );
}

/**
 * The place of the app's own rules on the scale of weights. A share of another writer's making that would be read as a
 * match or mirror is told as a little more.
 */
function placeOf({ written, matches, mirrors }: Pick<FoundRoute, "written" | "matches" | "mirrors">): number {
  if (matches === true) return Math.max(written, matchWeight);
  if (mirrors === true) return Math.max(written, mirrorWeight);
  return matches === false && isAside(written) ? written + 0.001 : written;
}

/** Live traffic, as a router's object and those around it describe it. */
export function toLiveRoute(found: FoundRoute): LiveRoute {
  const written = placeOf(found);
  const { object, rules, around, damage, field, readiness } = found;
  const unseen = around.flatMap(({ objects, place }) => (objects === undefined ? [place] : []));
  const lastWriter = findWriter(object.metadata, field);
  return {
    weight: Math.max(written, ...rules.map(({ weight }) => weight)),
    ...(rules.length === 0 ? {} : { foreign: { written, rules } }),
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(damage === undefined ? {} : { damage }),
    ...readMarks(object.metadata),
    ...(lastWriter === undefined ? {} : { lastWriter }),
    readiness,
  };
}
