import { isObject } from "../json";
import { isQuantity, toCanonicalText, toQuantity, toText } from "./canonical";
import type { Json } from "./revision";

const isAbsent = (value: Json | undefined): boolean => value === null || value === undefined;

/** Field by which the items of a list are told apart, in the order of preference. */
const itemKeys = ["name", "mountPath", "containerPort", "key", "topologyKey"] as const;

/** Item of a live list that stands for an expected one: others, injected ones, may be around it. */
function findItem(item: Json, items: readonly Json[]): Json | undefined {
  if (!isObject(item)) return items.find((one) => toCanonicalText(one) === toCanonicalText(item));
  const field = itemKeys.find((key) => item[key] !== undefined);
  if (field === undefined) return items.find((one) => findMissing(item, one).length === 0);
  return items.find((one) => isObject(one) && one[field] === item[field]);
}

function describeItem(item: Json, index: number): string {
  const name = isObject(item)
    ? itemKeys.map((key) => item[key]).find((value) => value !== undefined)
    : undefined;
  return name === undefined ? `[${index}]` : `[${toText(name)}]`;
}

/**
 * Paths at which a live object does not have what is expected. Whatever else it has is no difference: defaults of the
 * API server, containers, volumes and variables that something else put in.
 * @param expected - e.g. the pod template of a revision
 * @param live - the same as the API server returns it
 * @returns paths such as `spec.containers[app].image`, in order of appearance
 */
export function findMissing(
  expected: Json,
  live: Json | undefined,
  path = "",
  around = "",
): readonly string[] {
  if (isAbsent(expected)) return [];
  const field = /[^.[\]]+$/.exec(path)?.[0] ?? "";
  if (isQuantity(field, around)) {
    return live !== undefined && Object.is(toQuantity(expected), toQuantity(live)) ? [] : [path];
  }
  if (Array.isArray(expected)) {
    const items = Array.isArray(live) ? (live as readonly Json[]) : [];
    return expected.flatMap((item: Json, index) => {
      const at = `${path}${describeItem(item, index)}`;
      const found = findItem(item, items);
      return found === undefined ? [at] : findMissing(item, found, at, "");
    });
  }
  if (!isObject(expected)) return Object.is(expected, live) ? [] : [path];
  const present = isObject(live) ? live : {};
  const keys = Object.keys(expected).filter((key) => !isAbsent(expected[key]));
  if (!isObject(live) && keys.length === 0) return [path];
  return keys.flatMap((key) =>
    findMissing(expected[key] as Json, present[key], path === "" ? key : `${path}.${key}`, field),
  );
}
