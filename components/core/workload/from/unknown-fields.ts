import type { Problem } from "../../problem";
import type { Json, JsonObject } from "../../revision/revision";
import { deploymentFields } from "./deployment-fields";
import { describe } from "./identity";
import { asObject, isObject } from "../../json";

const types = Object.fromEntries(
  Object.entries(deploymentFields).map(([type, fields]) => [
    type,
    new Map(fields.split(" ").map((field) => [field.split(":")[0] as string, field.split(":")[1]] as const)),
  ]),
);

/** Fields of a Deployment's `spec` that its API does not have: the API server would leave them out without a word. */
export function findUnknownFields(deployment: JsonObject): readonly Problem[] {
  return [...listUnknown(deployment["spec"], "DeploymentSpec", "spec")].map(({ path, near }) => ({
    path,
    text: `${path} of ${describe(deployment)} must be a field of the API of Kubernetes 1.36: got an unknown one`,
    ...(near === undefined ? {} : { fix: `it belongs into ${near}` }),
  }));
}

interface Unknown {
  readonly path: string;
  readonly near?: string;
}

function* listUnknown(value: Json | undefined, type: string, path: string): Generator<Unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) {
      yield* listUnknown(item, type, `${path}[${index}]`);
    }
    return;
  }
  const fields = types[type] as Map<string, string | undefined>;
  for (const [name, inner] of Object.entries(asObject(value))) {
    const here = `${path}.${name}`;
    if (!fields.has(name)) {
      yield { path: here, ...explainPlace(name, type) };
      continue;
    }
    const next = fields.get(name);
    if (next !== undefined && (isObject(inner) || Array.isArray(inner)))
      yield* listUnknown(inner, next, here);
  }
}

/** The pod's `spec`, where a field of it stands beside the template or beside its own `spec`. */
function explainPlace(name: string, type: string): { near?: string } {
  const isMisplaced = type === "DeploymentSpec" || type === "PodTemplateSpec";
  return isMisplaced && (types["PodSpec"] as Map<string, unknown>).has(name)
    ? { near: "spec.template.spec" }
    : {};
}
