import type { Json, JsonObject } from "../../../revision/revision";
import { isObject } from "../../../json";

const merge = (a: Json | undefined, b: Json): Json =>
  isObject(a) && isObject(b)
    ? { ...a, ...Object.fromEntries(Object.entries(b).map(([name, value]) => [name, merge(a[name], value)])) }
    : b;

/** Values of a chart as Helm merges its files: mappings are merged, everything else is replaced by the later one. */
export function mergeValues(all: readonly JsonObject[]): JsonObject {
  return all.reduce<JsonObject>((before, next) => merge(before, next) as JsonObject, {});
}
