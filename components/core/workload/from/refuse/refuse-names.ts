import type { BrokenRule, Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { asObject, asObjects, asText, at, showPath, walk } from "../../../json";
import { hasPods, kindOf, nameOf } from "../identity";
import { ofObject } from "./of-object";

const word = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
const subdomain = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

/** Forms of names, and how a sentence says them. */
const forms = {
  value: [
    new RegExp(`^(${word})?$`),
    "be at most 63 letters, digits, -, _ and ., a letter or digit first and last",
  ],
  key: [
    new RegExp(`^((?=.{1,253}/)${subdomain}/)?${word}$`),
    "be at most 63 letters, digits, -, _ and ., after a domain and / or none",
  ],
  name: [
    new RegExp(`^(?=.{1,253}$)${subdomain}$`),
    "be at most 253 small letters, digits, - and ., a letter or digit first and last",
  ],
  label: [
    /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    "be at most 63 small letters, digits and -, a letter or digit first and last",
  ],
  port: [
    /^((?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*)?$/,
    "be at most 15 small letters, digits and single -, one letter at least",
  ],
} as const;

function broken(path: string, text: string, form: keyof typeof forms): readonly BrokenRule[] {
  const [pattern, rule] = forms[form];
  return pattern.test(text) ? [] : [{ path, rule, got: JSON.stringify(text.slice(0, 80)) }];
}

/** Kinds whose names are free: they stand in no address of their own. */
const freelyNamed = /^(Cluster)?Role(Binding)?$/;

/** Names of an object, of parts of its pods, and of labels, that the API server takes nowhere. */
export function refuseNames(object: JsonObject): readonly Problem[] {
  const spec = hasPods(object) ? object["spec"] : null;
  const faults = [
    ...refuseName(object),
    ...refuseLabels(object["metadata"], "metadata"),
    ...refuseLabels(at(spec, "template"), "spec.template"),
    ...refuseParts(at(spec, "template", "spec")),
  ];
  return ofObject(object, faults);
}

function refuseName(object: JsonObject): readonly BrokenRule[] {
  const name = nameOf(object);
  if (name === "" || freelyNamed.test(kindOf(object))) return [];
  return broken("metadata.name", name, kindOf(object) === "Service" ? "label" : "name");
}

const labelled = ["labels", "matchLabels", "nodeSelector"];

function refuseLabels(value: Json | undefined, root: string): readonly BrokenRule[] {
  return [...walk(value ?? null, [root])].flatMap(({ path, value: inner }) => {
    const last = path.at(-1);
    const isAnnotation = last === "annotations";
    if (!isAnnotation && !labelled.includes(String(last))) return [];
    const place = showPath(path);
    return Object.entries(asObject(inner)).flatMap(([key, text]) => [
      // Of annotations the API server takes capitals in the domain.
      ...broken(`${place}["${key}"]`, isAnnotation ? key.toLowerCase() : key, "key"),
      ...(isAnnotation ? [] : broken(`${place}["${key}"]`, asText(text) ?? "", "value")),
    ]);
  });
}

/** Names of the parts of a pod. */
function refuseParts(pod: Json | undefined): readonly BrokenRule[] {
  const named = (parent: Json | undefined, list: string, path: string, form: "label" | "port") =>
    asObjects(at(parent, list)).flatMap((one, index) => {
      const name = asText(one["name"]);
      return name === undefined ? [] : broken(`${path}.${list}[${index}].name`, name, form);
    });
  const path = "spec.template.spec";
  return ["volumes", "initContainers", "containers"].flatMap((list) => [
    ...named(pod, list, path, "label"),
    ...asObjects(at(pod, list)).flatMap((one, index) =>
      named(one, "ports", `${path}.${list}[${index}]`, "port"),
    ),
  ]);
}
