import { asObjects, asText, at } from "../json";
import type { JsonObject } from "../revision/revision";

/** Literals that are shorter are settings such as a level or a port. */
const shortestLiteral = 8;

/**
 * Values written into the environment of a pod's containers: any of them may be a secret, however it is named.
 * @param template - pod, or its template
 */
export function listLiterals(template: JsonObject): readonly string[] {
  return ["containers", "initContainers"]
    .flatMap((list) => asObjects(at(template, "spec", list)))
    .flatMap((container) => asObjects(container["env"]))
    .flatMap((variable) => asText(variable["value"]) ?? [])
    .filter(({ length }) => length >= shortestLiteral);
}

/** Forms in which a value of a Secret may be printed: as it is, and line by line. */
export function spellSecret(value: string): readonly string[] {
  const lines = value.split("\n").map((line) => line.trim());
  return [value, value.trim(), ...lines].filter((one) => one !== "");
}
