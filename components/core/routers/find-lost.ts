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

/**
 * Fields that a patch writes and that are not in the object that the API server makes of it: its definition of the
 * kind does not have them, or something in its way takes them out.
 * @param patch - removes nothing in front of what it writes
 * @returns their paths as JSON Pointers
 */
export function findLost(patch: readonly PatchOperation[], returned: unknown): readonly string[] {
  return patch.flatMap(({ op, path, value }) =>
    op === "add" || op === "replace"
      ? compare(value, keysOf(path).reduce<unknown>(step, returned), path)
      : [],
  );
}
