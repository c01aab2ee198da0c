import type { PatchOperation } from "./json-patch";

const keysOf = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return key === "-" ? (value.at(-1) as unknown) : (value[Number(key)] as unknown);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** Paths at which a value lacks what was wanted of it; what the API server adds is not looked at. */
function compare(wanted: unknown, got: unknown, at: string): readonly string[] {
  if (wanted === undefined) return [];
  if (typeof wanted !== "object" || wanted === null) return Object.is(wanted, got) ? [] : [at];
  if (Array.isArray(wanted) && (!Array.isArray(got) || got.length !== wanted.length)) return [at];
  return Object.entries(wanted).flatMap(([key, value]) => compare(value, step(got, key), `${at}/${key}`));
}

/** Whether a value has everything that was wanted of it; the API server may have added defaults. */
export const covers = (wanted: unknown, got: unknown): boolean => compare(wanted, got, "").length === 0;

/** Place that a write has once a later operation of its patch is done; undefined where that takes it away. */
function follow(
  place: readonly string[] | undefined,
  { op, path }: PatchOperation,
): readonly string[] | undefined {
  if (place === undefined || op === "test" || op === "replace") return place;
  const keys = keysOf(path);
  const depth = keys.length - 1;
  const [index, own] = [Number(keys[depth]), Number(place[depth])];
  const isBeside = keys.slice(0, depth).every((key, nth) => key === place[nth]);
  if (!isBeside || Number.isNaN(index) || Number.isNaN(own) || index > own) return place;
  if (op === "remove" && index === own) return undefined;
  return place.with(depth, `${op === "add" ? own + 1 : own - 1}`);
}

/**
 * Fields that a patch writes and that are not in the object that the API server makes of it: its definition of the
 * kind does not have them, or something in its way takes them out. Rules that the patch puts in front of what it wrote,
 * or takes out there, move it.
 * @returns their paths as JSON Pointers, as the patch has them
 */
export function findLost(patch: readonly PatchOperation[], returned: unknown): readonly string[] {
  return patch.flatMap(({ op, path, value }, nth) => {
    if (op !== "add" && op !== "replace") return [];
    const place = patch.slice(nth + 1).reduce<readonly string[] | undefined>(follow, keysOf(path));
    return place === undefined ? [] : compare(value, place.reduce<unknown>(step, returned), path);
  });
}
