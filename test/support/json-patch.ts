import { isDeepStrictEqual } from "node:util";
import type { PatchOperation } from "../../components/core/routers/json-patch";

const read = (target: unknown, key: string): unknown =>
  (target as Record<string, unknown> | undefined)?.[key];

function step(document: unknown, { op, path, value }: PatchOperation): void {
  const keys = path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop() ?? "";
  const parent = keys.reduce<unknown>(read, document);
  const fail = (why: string): never => {
    throw new Error(`${op} ${path}: ${why}`);
  };
  if (typeof parent !== "object" || parent === null) return fail("no such place");
  const present = read(parent, last);
  if (op === "test") {
    if (
      !isDeepStrictEqual(
        JSON.parse(JSON.stringify(present ?? null)),
        JSON.parse(JSON.stringify(value ?? null)),
      )
    )
      fail(`is ${JSON.stringify(present)}`);
    return;
  }
  if (op !== "add" && present === undefined) fail("is absent");
  if (!Array.isArray(parent)) {
    const fields = parent as Record<string, unknown>;
    if (op === "remove") delete fields[last];
    else fields[last] = value;
    return;
  }
  const index = last === "-" ? parent.length : Number(last);
  if (op === "replace") parent[index] = value;
  else if (op === "remove") parent.splice(index, 1);
  else parent.splice(index, 0, value);
}

/**
 * An object after an RFC 6902 patch, as the API server makes it.
 * @throws {Error} where an operation does not fit; then nothing is changed
 */
export function applyJsonPatch<T>(object: T, patch: readonly PatchOperation[]): T {
  const copy = JSON.parse(JSON.stringify(object)) as T;
  for (const operation of JSON.parse(JSON.stringify(patch)) as PatchOperation[]) step(copy, operation);
  return copy;
}
