import type { Problem } from "../../problem";
import type { Json, JsonObject } from "../../revision/revision";
import { hooksOf } from "./take/hooks";
import { kindOf, nameOf, versionOf } from "./identity";
import { asList, asObject, asText, at, isObject } from "../../json";

/** Objects of a set, and what is no object. */
export interface Flattened {
  readonly objects: readonly JsonObject[];
  readonly problems: readonly Problem[];
}

/** Objects of a rendered set, Lists taken apart, empty documents left out. */
export function flattenLists(documents: readonly Json[]): Flattened {
  const objects: JsonObject[] = [];
  const problems: Problem[] = [];
  const add = (document: Json, place: string, usual: { kind?: string; apiVersion?: string }): void => {
    if (document === null) return;
    if (!isObject(document)) {
      problems.push({ path: place, text: `${place} must be a Kubernetes object: got ${typeof document}` });
      return;
    }
    const object = nameHook({ ...usual, ...document });
    const kind = kindOf(object);
    if (kind.endsWith("List") && Array.isArray(object["items"])) {
      const inner = kind === "List" ? {} : { kind: kind.slice(0, -4), apiVersion: versionOf(object) };
      for (const [index, item] of asList(object["items"]).entries())
        add(item, `${place}.items[${index}]`, inner);
      return;
    }
    const missing = ["apiVersion", "kind"].filter((name) => (asText(object[name]) ?? "") === "");
    if (nameOf(object) === "") missing.push("metadata.name");
    if (missing.length > 0) problems.push(explainMissing(object, place, missing));
    else objects.push(object);
  };
  for (const [index, document] of documents.entries()) add(document, `document ${index + 1}`, {});
  return { objects, problems };
}

/** Name of a hook: one without a name of its own, as is usual with Argo CD, has the start of its name. */
function nameHook(object: JsonObject): JsonObject {
  const start = asText(at(object, "metadata", "generateName"));
  if (start === undefined || nameOf(object) !== "" || hooksOf(object).length === 0) return object;
  return { ...object, metadata: { ...asObject(object["metadata"]), name: start.replace(/[-.]+$/, "") } };
}

function explainMissing(object: JsonObject, place: string, missing: readonly string[]): Problem {
  const name = kindOf(object) === "" ? place : `${kindOf(object)} (${place})`;
  const generated = asText(at(object, "metadata", "generateName"));
  return generated === undefined
    ? { path: place, text: `${name} must have ${missing.join(" and ")}: got none` }
    : {
        path: place,
        text: `metadata.name of ${name} must be set: got generateName ${generated}, another name in each run`,
      };
}
