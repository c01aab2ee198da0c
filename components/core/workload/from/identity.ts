import type { JsonObject } from "../../revision/revision";
import { asText, at } from "../../json";

/** `kind` of a rendered object. */
export const kindOf = (object: JsonObject): string => asText(object["kind"]) ?? "";

/** `apiVersion` of a rendered object. */
export const versionOf = (object: JsonObject): string => asText(object["apiVersion"]) ?? "";

/** `metadata.name` of a rendered object. */
export const nameOf = (object: JsonObject): string => asText(at(object, "metadata", "name")) ?? "";

/** API group of a rendered object; empty for the core's. */
export const groupOf = (object: JsonObject): string => {
  const [group, version] = versionOf(object).split("/");
  return version === undefined ? "" : (group as string);
};

const podKinds = ["Deployment", "StatefulSet", "DaemonSet", "Job"];

/** Whether an object's `spec.template` is one of pods: kinds of others may have something else there. */
export const hasPods = (object: JsonObject): boolean =>
  ["apps", "batch"].includes(groupOf(object)) && podKinds.includes(kindOf(object));

/** An object as people name it, e.g. `Deployment shop`. */
export const describe = (object: JsonObject): string => `${kindOf(object)} ${nameOf(object)}`;

/** Objects as people name them. */
export const describeAll = (objects: readonly JsonObject[]): string => objects.map(describe).join(", ");
