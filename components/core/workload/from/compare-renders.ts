import type { Problem } from "../../problem";
import type { Json, JsonObject } from "../../revision/revision";
import { listChanges } from "../base-shape";
import { describe, kindOf, nameOf } from "./identity";
import { isObject } from "../../json";

const keyOf = (object: JsonObject): string => `${kindOf(object)} ${nameOf(object)}`;

/**
 * Paths at which two renderings of one chart differ: random values, the time, made certificates.
 * @returns one problem for each object that differs
 */
export function compareRenders(first: readonly Json[], second: readonly Json[]): readonly Problem[] {
  const others = new Map(second.filter(isObject).map((object) => [keyOf(object), object]));
  const objects = first.filter(isObject);
  const differing = objects.flatMap((object) => {
    const other = others.get(keyOf(object));
    const paths = other === undefined ? [""] : listChanges(object, other);
    return paths.length === 0 ? [] : [{ object, path: paths[0] as string }];
  });
  return differing.map(({ object, path }) => ({
    path: describe(object),
    text: `${path === "" ? "the name" : path} of ${describe(object)} must be the same each time that the chart is rendered: got two values`,
    fix: "give the chart a value for it, or leave the object out: what is random, the time or a made certificate would be a release with every run",
  }));
}
