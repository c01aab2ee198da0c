import { asObjects, asText, at, showJson } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";

/** Values of a template's arguments, by name; what is only known while a release runs is absent. */
export type Arguments = Readonly<Record<string, string>>;

/** Field of a Rollout as `fieldRef` names it, e.g. `metadata.labels['team']`. */
function readField(rollout: JsonObject, fieldPath: string): string | undefined {
  const names = [...fieldPath.matchAll(/\['([^']+)'\]|([\w-]+)/g)];
  const value: Json | undefined = at(
    rollout,
    ...names.map(([, quoted, plain]) => (quoted ?? plain) as string),
  );
  // The namespace may stand outside of the file: then it is the environment's.
  return asText(value) ?? (fieldPath === "metadata.namespace" ? "{{namespace}}" : undefined);
}

function readOne(argument: JsonObject, rollout: JsonObject): readonly (readonly [string, string])[] {
  const name = asText(argument["name"]);
  const field = asText(at(argument, "valueFrom", "fieldRef", "fieldPath"));
  const literal = argument["value"];
  const value = field === undefined ? literal : readField(rollout, field);
  return name === undefined || value === undefined || value === null ? [] : [[name, showJson(value)]];
}

/**
 * Values of a template's arguments: its own, and over them those of what refers to it.
 * @param given - `args` of the reference
 */
export function readArguments(
  template: JsonObject,
  given: readonly JsonObject[],
  rollout: JsonObject,
): Arguments {
  const own = asObjects(at(template, "spec", "args"));
  return Object.fromEntries([...own, ...given].flatMap((one) => readOne(one, rollout)));
}

/** A text with the arguments filled in; unknown ones stay. */
export function fillArguments(text: string, values: Arguments): string {
  return text.replaceAll(/\{\{\s*args\.([\w.-]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
  );
}
