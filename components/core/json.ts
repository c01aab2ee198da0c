import type { Json, JsonObject } from "./revision/revision";

/** The value as an object; an empty one where it is none. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Whether a value is a mapping. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value's items; none where it is no list. */
export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** Mappings among the value's items. */
export function asObjects(value: Json | undefined): readonly JsonObject[] {
  return asList(value).filter(isObject);
}

/** The value where it is a text. */
export function asText(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Value below an object by the names on the way. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, name) => asObject(inner)[name], value);
}

/** A part of a value, and where it is. */
export interface Part {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Everything inside of a value, the value itself first. */
export function* walk(value: Json, path: readonly string[] = []): Generator<Part> {
  yield { path, value };
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      yield* walk(item, [...path, `[${index}]`]);
  } else {
    for (const [name, item] of Object.entries(asObject(value))) yield* walk(item, [...path, name]);
  }
}

/** Path of a part as people read it, e.g. `spec.containers[0].name`. */
export const showPath = (path: readonly string[]): string => path.join(".").replaceAll(".[", "[");

/** Texts of a mapping, such as labels. */
export function asTexts(value: Json | undefined): Readonly<Record<string, string>> {
  const texts = Object.entries(asObject(value)).filter(([, text]) => typeof text === "string");
  return Object.fromEntries(texts) as Record<string, string>;
}

/** A value as people read it. */
export function showJson(value: Json | undefined): string {
  return asText(value) ?? JSON.stringify(value) ?? "none";
}
