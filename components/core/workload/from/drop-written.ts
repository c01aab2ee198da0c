import { writtenAnnotations, writtenFields } from "../../access/cluster-written";
import { asObject, isObject } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { describeAll } from "./identity";

/** Whether a value says nothing, as generators write `creationTimestamp: null` and `status: {}`. */
const isEmpty = (value: Json): boolean =>
  value === null || (isObject(value) && Object.keys(value).length === 0);

/** A mapping without some of its names, and those that were there and said something. */
function without(
  value: JsonObject,
  names: readonly string[],
): { readonly kept: JsonObject; readonly dropped: readonly string[] } {
  const [out, kept] = [true, false].map((isOut) =>
    Object.entries(value).filter(([name]) => names.includes(name) === isOut),
  ) as [[string, Json][], [string, Json][]];
  return {
    kept: out.length === 0 ? value : (Object.fromEntries(kept) as JsonObject),
    dropped: out.filter(([, one]) => !isEmpty(one)).map(([name]) => name),
  };
}

function dropFrom(object: JsonObject): { readonly object: JsonObject; readonly dropped: readonly string[] } {
  const whole = without(object, ["status"]);
  const metadata = without(asObject(object["metadata"]), writtenFields);
  const annotations = without(asObject(metadata.kept["annotations"]), writtenAnnotations);
  const dropped = [...whole.dropped, ...metadata.dropped, ...annotations.dropped];
  const { annotations: _, ...rest } = metadata.kept;
  const kept = isEmpty(annotations.kept) ? rest : { ...rest, annotations: annotations.kept };
  return { object: { ...whole.kept, metadata: kept }, dropped };
}

/**
 * A set without what a cluster wrote into its objects, as an export of live ones has it: the API server refuses another
 * object's uid, and kubectl's copy of a Secret would stand in every record of it. One sentence names what was left out.
 */
export function dropWritten(objects: readonly JsonObject[]): {
  readonly objects: readonly JsonObject[];
  readonly notes: readonly string[];
} {
  const all = objects.map(dropFrom);
  const told = all.filter(({ dropped }) => dropped.length > 0);
  const names = [...new Set(told.flatMap(({ dropped }) => dropped))].toSorted().join(", ");
  const carriers = describeAll(told.map(({ object }) => object));
  return {
    objects: all.map(({ object }) => object),
    notes: told.length === 0 ? [] : [`what a cluster wrote is left out (${names}): ${carriers}`],
  };
}
