import type { PatchOperation } from "../../../components/core/routers/json-patch";
import { applyJsonPatch } from "../json-patch";
import { patchRefused } from "./answer";

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object after an RFC 7386 merge patch. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** Lists of objects with names are merged by them; as far as our own patches need it. */
function strategicPatch(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch) && Array.isArray(target) && patch.every((one) => isObject(one) && "name" in one)) {
    const items = patch as Json[];
    const changed = target.map((one: Json) =>
      strategicPatch(one, items.find(({ name }) => name === one["name"]) ?? {}),
    );
    return [...changed, ...items.filter(({ name }) => !target.some((one: Json) => one["name"] === name))];
  }
  if (!isObject(patch)) return patch;
  const result: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = strategicPatch(result[key], value);
  }
  return result;
}

/**
 * The operations of a JSON Patch. The API server compares texts as they are written, and writes these characters as
 * escapes, as Go does: a `test` with any of them in the open never holds.
 */
export function parseJsonPatch(text: string): unknown {
  const mark = "\uE000";
  const marked = JSON.parse(text.replaceAll(/[&<>]/g, (one) => mark + one)) as readonly {
    readonly op: string;
  }[];
  return marked.map((operation) =>
    operation.op === "test"
      ? operation
      : (JSON.parse(JSON.stringify(operation).replaceAll(mark, "")) as unknown),
  );
}

/** Media type of server-side apply, which makes an object that is not there. */
export const applyPatch = "application/apply-patch+yaml";

/** Change of an object by a body, by its media type. */
export const patches: Readonly<Record<string, (object: unknown, patch: unknown) => unknown>> = {
  "application/json-patch+json": (object, patch) => {
    try {
      return applyJsonPatch(object, patch as readonly PatchOperation[]);
    } catch {
      throw patchRefused();
    }
  },
  "application/merge-patch+json": mergePatch,
  "application/strategic-merge-patch+json": strategicPatch,
  // As far as nobody gives fields up.
  [applyPatch]: strategicPatch,
};
