import type { Json, JsonObject } from "../../revision/revision";
import { asObject, asObjects, asText, at, isObject } from "../../json";
import { describe, hasPods } from "./identity";

/** A set in which no variable of a container is twice. */
interface WithoutTwins {
  readonly objects: readonly JsonObject[];
  /** Sentences on what was dropped. */
  readonly notes: readonly string[];
}

/** Whether the variables from one place to another need the one before them of that name. */
const isNeeded = (env: readonly Json[], name: string, from: number, to: number): boolean =>
  env.slice(from + 1, to + 1).some((one) => asText(at(one, "value"))?.includes(`$(${name})`) === true);

/**
 * Leaves out variables that a later one of the same name replaces: the pods never see them, and the API server takes no
 * two of one name in what is applied. One that others refer to stays, and is refused.
 */
export function dropTwins(objects: readonly JsonObject[]): WithoutTwins {
  const notes: string[] = [];
  const dropped = objects.map((object) => {
    if (!hasPods(object)) return object;
    const spec = asObject(object["spec"]);
    const template = asObject(spec["template"]);
    const pod = asObject(template["spec"]);
    const cut = (container: Json): Json => {
      const env = at(container, "env");
      if (!isObject(container) || !Array.isArray(env)) return container;
      const all = env as readonly Json[];
      const names = all.map((one) => asText(at(one, "name")));
      const kept = all.filter((_, index) => {
        const name = names[index];
        const next = names.indexOf(name, index + 1);
        if (name === undefined || next === -1 || isNeeded(all, name, index, next)) return true;
        notes.push(
          `variable ${name} is twice in container ${asText(container["name"]) ?? ""} of ${describe(object)}: the later one counts, as in its pods`,
        );
        return false;
      });
      return kept.length === all.length ? container : { ...container, env: kept };
    };
    const lists = ["containers", "initContainers"].filter((list) => asObjects(pod[list]).length > 0);
    const before = notes.length;
    const cuts = Object.fromEntries(lists.map((list) => [list, (pod[list] as readonly Json[]).map(cut)]));
    if (notes.length === before) return object;
    return { ...object, spec: { ...spec, template: { ...template, spec: { ...pod, ...cuts } } } };
  });
  return { objects: dropped, notes };
}
