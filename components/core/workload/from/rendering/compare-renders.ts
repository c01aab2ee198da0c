import type { Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { listChanges } from "../../base-shape";
import { describe, kindOf, nameOf, versionOf } from "../identity";
import { at, isObject } from "../../../json";

const keyOf = (object: JsonObject): string =>
  JSON.stringify([versionOf(object), kindOf(object), at(object, "metadata", "namespace"), nameOf(object)]);

const byKey = (objects: readonly Json[]): ReadonlyMap<string, JsonObject> =>
  new Map(objects.filter(isObject).map((object) => [keyOf(object), object]));

/**
 * Paths at which two renderings of one chart differ: random keys and values, the time, made certificates.
 * @param places - uses of the time or of chance in the chart's templates, for the way out
 * @returns one problem for each object that differs, or is not in both
 */
export function compareRenders(
  first: readonly Json[],
  second: readonly Json[],
  places: readonly string[] = [],
): readonly Problem[] {
  const [before, after] = [byKey(first), byKey(second)];
  const gone = [...before.values()].filter((object) => !after.has(keyOf(object)));
  const come = [...after.values()].filter((object) => !before.has(keyOf(object)));
  const isRenamed = (object: JsonObject): boolean =>
    come.some((other) => kindOf(other) === kindOf(object)) && gone.includes(object);
  const renamedKinds = new Set(gone.filter(isRenamed).map(kindOf));
  const some = places.slice(0, 3).join(", ");
  const fix = `give the chart a value for it, or take it out by sluice:app.patch: what is random, the time or a made certificate would be a release with every run${some === "" ? "" : `; used in ${some}`}`;
  const refuse = (object: JsonObject, what: string, rule: string): Problem => ({
    path: describe(object),
    text: `${what} must be ${rule} each time that the chart is rendered: got ${rule === "there" ? "it in one of two renderings" : "two values"}`,
    fix,
  });
  return [
    ...[...before].flatMap(([key, object]) => {
      const other = after.get(key);
      const [path] = other === undefined ? [] : listChanges(object, other);
      return path === undefined ? [] : [refuse(object, `${path} of ${describe(object)}`, "the same")];
    }),
    ...gone.filter(isRenamed).map((object) => refuse(object, `the name of ${describe(object)}`, "the same")),
    ...[
      ...gone.filter((object) => !isRenamed(object)),
      ...come.filter((one) => !renamedKinds.has(kindOf(one))),
    ].map((object) => refuse(object, describe(object), "there")),
  ];
}
