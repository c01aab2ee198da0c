import type { BrokenRule, Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { apiFields, apiRoots } from "./api-fields";
import { kindOf, versionOf } from "../identity";
import { judgeValue } from "./judge-value";
import { ofObject } from "./of-object";
import { asObject, isObject } from "../../../json";

interface Field {
  /** Type of what it holds; absent where it holds plain values. */
  readonly type?: string;
  /** Kind of its plain values. */
  readonly kind: string;
  readonly holds: "one" | "list" | "mapping";
}

function readField(written: string): readonly [string, Field] {
  const parts = /^(\w+)(?:([:=])(.*?)(\[\]|\{\})?)?$/.exec(written) as RegExpExecArray;
  const [, name, mark, what = "", form] = parts as unknown as readonly [
    string,
    string,
    ...(string | undefined)[],
  ];
  const holds = form === undefined ? "one" : form === "[]" ? "list" : "mapping";
  return [name, mark === ":" ? { type: what, kind: "any", holds } : { kind: what, holds }];
}

const types = new Map<string, ReadonlyMap<string, Field>>();

/** Fields of a type, read when they are needed first. */
function fieldsOf(type: string): ReadonlyMap<string, Field> {
  const known = types.get(type);
  if (known !== undefined) return known;
  const fields = new Map((apiFields[type] as string).split(" ").map(readField));
  types.set(type, fields);
  return fields;
}

/** Fields whose values may be secrets: a message names their kind alone. */
export const discreet = /\.(value|env|args|command)(\[\d+\])?$|\.annotations\[/;

function showValue(value: Json, path: string): string {
  if (typeof value === "string")
    return discreet.test(path) ? "another text" : JSON.stringify(value).slice(0, 80);
  const kind = Array.isArray(value) ? "list" : isObject(value) ? "mapping" : typeof value;
  const isShown = kind !== "mapping" && kind !== "list" && !discreet.test(path);
  return isShown ? `the ${kind} ${JSON.stringify(value)}` : `a ${kind}`;
}

/**
 * Fields of an object's `spec` that its API does not have, where the API server would leave them out without a word, and
 * values that it would refuse after others were written.
 */
export function refuseFields(object: JsonObject): readonly Problem[] {
  const root = apiRoots[`${versionOf(object)} ${kindOf(object)}`];
  if (root === undefined) return [];
  return ofObject(object, listFaults(object["spec"], root, "spec"));
}

function* listFaults(value: Json | undefined, type: string, path: string): Generator<BrokenRule> {
  const fields = fieldsOf(type);
  for (const [name, inner] of Object.entries(asObject(value))) {
    const here = `${path}.${name}`;
    const field = fields.get(name);
    if (field !== undefined) yield* judgeField(inner, field, here);
    else
      yield {
        path: here,
        rule: "be a field of the API of Kubernetes 1.36",
        got: "an unknown one",
        ...explainPlace(name, type),
      };
  }
}

/** The pod's `spec`, where a field of it stands beside the template or beside its own `spec`. */
function explainPlace(name: string, type: string): Pick<BrokenRule, "fix"> {
  const isMisplaced = type === "DeploymentSpec" || type === "PodTemplateSpec";
  return isMisplaced && fieldsOf("PodSpec").has(name) ? { fix: "it belongs into spec.template.spec" } : {};
}

function* judgeField(value: Json, field: Field, path: string): Generator<BrokenRule> {
  if (value === null) return;
  const { holds } = field;
  if (holds === "one") yield* judgeOne(value, field, path);
  else if (holds === "list" && Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      yield* judgeOne(item, field, `${path}[${index}]`);
  } else if (holds === "mapping" && isObject(value)) {
    for (const [name, item] of Object.entries(value))
      yield* judgeOne(item, byName(field, name), `${path}["${name}"]`);
  } else yield { path, rule: `be a ${holds}`, got: showValue(value, path) };
}

/** Memory and storage are whole bytes. */
function byName(field: Field, name: string): Field {
  return field.kind === "quantity" && /memory|storage/.test(name) ? { ...field, kind: "bytes" } : field;
}

function* judgeOne(value: Json, { type, kind }: Field, path: string): Generator<BrokenRule> {
  if (type !== undefined) {
    if (isObject(value)) yield* listFaults(value, type, path);
    else if (value !== null) yield { path, rule: "be a mapping", got: showValue(value, path) };
    return;
  }
  const fault = judgeValue(value, kind);
  if (fault !== undefined) yield { path, got: showValue(value, path), ...fault };
}
