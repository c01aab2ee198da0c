import { isOwnerMark } from "../../../access/owner-marks";
import { asObject } from "../../../json";
import type { JsonObject } from "../../../revision/revision";
import { describeAll } from "../identity";

/** Labels and annotations without the marks of tools, and the names of these. */
function withoutMarks(
  value: JsonObject,
  field: "labels" | "annotations",
): { readonly kept: JsonObject; readonly dropped: readonly string[] } {
  const all = Object.entries(asObject(value[field]));
  const dropped = all.filter(([name, text]) => isOwnerMark(name, text)).map(([name]) => name);
  if (dropped.length === 0) return { kept: value, dropped };
  const { [field]: _, ...rest } = value;
  const left = all.filter(([name]) => !dropped.includes(name));
  return {
    kept: left.length === 0 ? rest : { ...rest, [field]: Object.fromEntries(left) as JsonObject },
    dropped,
  };
}

/** Metadata without the marks by which a tool would take the object for its own. */
function dropOwnerMarks(metadata: JsonObject): {
  readonly metadata: JsonObject;
  readonly dropped: readonly string[];
} {
  const labels = withoutMarks(metadata, "labels");
  const annotations = withoutMarks(labels.kept, "annotations");
  return { metadata: annotations.kept, dropped: [...new Set([...labels.dropped, ...annotations.dropped])] };
}

/** A set without the marks of tools, and the sentences that name what was left out. */
export function dropMarks(objects: readonly JsonObject[]): {
  readonly objects: readonly JsonObject[];
  readonly notes: readonly string[];
} {
  const carriers = new Map<string, JsonObject[]>();
  const cleaned = objects.map((object) => {
    const { metadata, dropped } = dropOwnerMarks(asObject(object["metadata"]));
    if (dropped.length === 0) return object;
    for (const name of dropped) carriers.set(name, [...(carriers.get(name) ?? []), object]);
    return { ...object, metadata };
  });
  return {
    objects: cleaned,
    notes: [...carriers].map(
      ([name, from]) =>
        `${name} is left out, by which a tool would take the objects for its own: ${describeAll(from)}`,
    ),
  };
}
