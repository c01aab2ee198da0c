import type { Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { groupOf, kindOf, nameOf, versionOf } from "../identity";
import { isObject } from "../../../json";

/** A patch as a kustomization names it: by kind and name, in whatever namespace the object is. */
export interface PatchTarget {
  readonly group?: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
}

const pathOf = (index: number): string => `sluice:app.patch[${index}]`;

/** Patches that say which object of the set they are for, or why one is for none. */
export function checkPatches(
  patches: readonly Json[],
  objects: readonly JsonObject[],
): { readonly targets: readonly PatchTarget[] } | { readonly problems: readonly Problem[] } {
  const problems = patches.flatMap((patch, index) => refusePatch(patch, pathOf(index), objects));
  if (problems.length > 0) return { problems };
  const targets = (patches as readonly JsonObject[]).map((patch) => ({
    ...(groupOf(patch) === "" ? {} : { group: groupOf(patch) }),
    version: versionOf(patch).split("/").at(-1) as string,
    kind: kindOf(patch),
    // Kustomize reads it as a regular expression that the whole name has to match.
    name: nameOf(patch).replaceAll(".", "\\."),
  }));
  return { targets };
}

function refusePatch(patch: Json, path: string, objects: readonly JsonObject[]): readonly Problem[] {
  if (!isObject(patch) || versionOf(patch) === "" || kindOf(patch) === "" || nameOf(patch) === "") {
    return [
      {
        path,
        text: `${path} must have apiVersion, kind and metadata.name of the object that it changes: got less`,
      },
    ];
  }
  const isIt = (one: JsonObject): boolean =>
    kindOf(one) === kindOf(patch) && nameOf(one) === nameOf(patch) && versionOf(one) === versionOf(patch);
  if (objects.some(isIt)) return [];
  const same = objects
    .filter((one) => kindOf(one) === kindOf(patch))
    .map((one) => `${nameOf(one)} (${versionOf(one)})`);
  return [
    {
      path,
      text: `${path} must be for an object of the set: got ${kindOf(patch)} ${nameOf(patch)} (${versionOf(patch)}); of this kind it has ${same.join(", ") || "none"}`,
    },
  ];
}
