import { isUnknown, UnknownValue } from "../pack/unknown";

const throwAt = (path: string) => ({
  enumerable: true,
  get(): never {
    throw new UnknownValue(path);
  },
});

/**
 * Converts a value of Pulumi to CEL's view of the API server: whole numbers are ints, nulls are absent, and reading an
 * unknown value throws, so that `known || unknown` is still decided where CEL can.
 */
export function toCel(value: unknown, path = ""): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list: unknown[] = Array.from({ length: value.length });
    for (const [index, each] of value.entries()) {
      const inner = `${path}[${index}]`;
      if (isUnknown(each)) Object.defineProperty(list, index, throwAt(inner));
      else list[index] = toCel(each, inner);
    }
    return list;
  }
  const mapping: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    if (each === null || each === undefined) continue;
    const inner = path === "" ? key : `${path}.${key}`;
    if (isUnknown(each)) Object.defineProperty(mapping, key, throwAt(inner));
    else mapping[key] = toCel(each, inner);
  }
  return mapping;
}
