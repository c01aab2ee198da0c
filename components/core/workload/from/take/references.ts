import type { JsonObject } from "../../../revision/revision";
import { asObject, asObjects, asText, at, isObject, walk } from "../../../json";

/** A ConfigMap or Secret by its name. */
export interface Reference {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
}

const isSame = (a: Reference, b: Reference): boolean => a.kind === b.kind && a.name === b.name;

/** The same references, each once. */
const unique = (all: readonly Reference[]): readonly Reference[] =>
  all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);

/** Whether one of the references is to this object. */
export const refersTo = (all: readonly Reference[], one: Reference): boolean =>
  all.some((each) => isSame(each, one));

/**
 * ConfigMaps and Secrets that a pod template takes its configuration from: environment and volumes. Secrets for pulling
 * images are none of it.
 */
export function listReferences(template: JsonObject): readonly Reference[] {
  const spec = template["spec"];
  const containers = ["containers", "initContainers", "ephemeralContainers"].flatMap((list) =>
    asObjects(at(spec, list)),
  );
  const found: Reference[] = [];
  const add = (kind: Reference["kind"], name: unknown): void => {
    if (typeof name === "string") found.push({ kind, name });
  };
  for (const container of containers) {
    for (const variable of asObjects(container["env"])) {
      add("ConfigMap", at(variable, "valueFrom", "configMapKeyRef", "name"));
      add("Secret", at(variable, "valueFrom", "secretKeyRef", "name"));
    }
    for (const source of asObjects(container["envFrom"])) {
      add("ConfigMap", at(source, "configMapRef", "name"));
      add("Secret", at(source, "secretRef", "name"));
    }
  }
  for (const volume of asObjects(at(spec, "volumes"))) {
    add("ConfigMap", at(volume, "configMap", "name"));
    add("Secret", at(volume, "secret", "secretName"));
    for (const source of asObjects(at(volume, "projected", "sources"))) {
      add("ConfigMap", at(source, "configMap", "name"));
      add("Secret", at(source, "secret", "name"));
    }
  }
  return unique(found);
}

/**
 * ConfigMaps and Secrets that any other object names, whatever its kind: a text below a field that speaks of secrets or
 * ConfigMaps. A name too many only means that an object stays under its own name as well.
 */
export function listMentions(object: JsonObject): readonly Reference[] {
  const mentions: Reference[] = [];
  for (const { path, value } of walk(asObject(object))) {
    const text = asText(value);
    if (text === undefined || isObject(value)) continue;
    const way = path.join(".");
    if (/secret/i.test(way)) mentions.push({ kind: "Secret", name: text });
    if (/configmap/i.test(way)) mentions.push({ kind: "ConfigMap", name: text });
  }
  return unique(mentions);
}
