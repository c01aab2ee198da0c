import { isObject } from "../json";
import { isQuantity, toCanonicalText, toQuantity } from "./canonical";
import type { HashedRevision, Json, JsonObject } from "./revision";
import { revisionLabel, trackLabel } from "../settings";

/** Fields where an empty object means the same as none. */
const emptyIsAbsent = new Set([
  "labels",
  "annotations",
  "nodeSelector",
  "matchLabels",
  "resources",
  "requests",
  "limits",
  "securityContext",
  "affinity",
]);

const ownLabels: ReadonlySet<string> = new Set([trackLabel, revisionLabel]);

function normalize(value: Json, field: string, around: string): Json | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value
      .map((item) => normalize(item as Json, "", field))
      .filter((item): item is Json => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return isQuantity(field, around) ? toQuantity(value) : value;
  const isLabels = field === "labels" || field === "matchLabels";
  const entries = Object.entries(value)
    .filter(([key]) => !(isLabels && ownLabels.has(key)))
    .map(([key, inner]) => [key, normalize(inner, key, field)] as const)
    .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined);
  if (entries.length === 0 && emptyIsAbsent.has(field)) return undefined;
  return Object.fromEntries(entries);
}

/**
 * Template without anything that makes no difference: null, empty lists, empty objects where they equal absent, the
 * notation of quantities, and the labels that each track gets.
 */
export function normalizeTemplate(template: JsonObject): JsonObject {
  // The template itself is no field that may be absent.
  return normalize(template, "", "") as JsonObject;
}

/** Normal form of a revision: two revisions are equal when these are. */
export function normalForm({ template, container, configuration }: HashedRevision): JsonObject {
  return {
    template: normalizeTemplate(template),
    container,
    configuration: configuration
      .map(({ kind, name, hash }) => ({ kind, name, hash }))
      .toSorted((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1)),
  };
}

/** Text of a revision's normal form, the same for equal revisions. */
export function normalText(revision: HashedRevision): string {
  return toCanonicalText(normalForm(revision));
}
