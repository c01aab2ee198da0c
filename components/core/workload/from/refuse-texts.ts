import type { Problem } from "../../problem";
import type { Json, JsonObject } from "../../revision/revision";
import { describe } from "./identity";
import { asList, asObject, asObjects, at } from "../../json";

interface Value {
  readonly path: string;
  readonly value: Json;
}

const entries = (path: string, mapping: Json | undefined): readonly Value[] =>
  Object.entries(asObject(mapping)).map(([name, value]) => ({ path: `${path}["${name}"]`, value }));

const items = (path: string, list: Json | undefined): readonly Value[] =>
  asList(list).map((value, index) => ({ path: `${path}[${index}]`, value }));

function ofContainer(container: JsonObject, path: string): readonly Value[] {
  const env = asObjects(container["env"]).map(({ value = null }, index) => ({
    path: `${path}.env[${index}].value`,
    value,
  }));
  return [
    ...env,
    ...items(`${path}.command`, container["command"]),
    ...items(`${path}.args`, container["args"]),
  ];
}

/** Values of a Deployment's pods that YAML took for numbers, truths or lists where the API has texts alone. */
export function refuseTexts(deployment: JsonObject): readonly Problem[] {
  const root = "spec.template";
  const template = at(deployment, "spec", "template");
  const values = [
    ...["labels", "annotations"].flatMap((field) =>
      entries(`${root}.metadata.${field}`, at(template, "metadata", field)),
    ),
    ...entries(`${root}.spec.nodeSelector`, at(template, "spec", "nodeSelector")),
    ...["initContainers", "containers"].flatMap((list) =>
      asObjects(at(template, "spec", list)).flatMap((one, index) =>
        ofContainer(one, `${root}.spec.${list}[${index}]`),
      ),
    ),
  ];
  return values
    .filter(({ value }) => typeof value !== "string" && value !== null)
    .map(({ path, value }) => ({
      path,
      text: `${path} of ${describe(deployment)} must be a text: got the ${Array.isArray(value) ? "list" : typeof value} ${JSON.stringify(value)}`,
      fix: "write it in quotes",
    }));
}
