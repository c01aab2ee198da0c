import { Output } from "@pulumi/pulumi";
import type { Json } from "../../components/core/revision/revision";
import type { Problem } from "../../components/core/problem";
import { broken, SourceError } from "./source";
import type { Rendered } from "./source";

const key = "sluice:app.from.program";

/** Kind of a value that has no place in JSON; undefined where it has one. */
function explainValue(value: unknown): string | undefined {
  if (Output.isInstance(value)) return "an Output";
  if (value instanceof Promise) return "a Promise";
  const isPlain = typeof value !== "object" || value === null || Array.isArray(value);
  if (!isPlain && ![Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) {
    return `a ${value.constructor.name}`;
  }
  return ["function", "symbol", "bigint"].includes(typeof value) ? `a ${typeof value}` : undefined;
}

/** Values inside of an object that are not plain. */
function refuseValues(value: unknown, path: string): readonly Problem[] {
  const got = explainValue(value);
  if (got !== undefined) {
    return [
      {
        path,
        text: `${path} must be a plain value: got ${got}`,
        fix: "what only a deployment knows cannot name a revision: let the pods read it, from a Secret or a ConfigMap of a fixed name",
      },
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    refuseValues(inner, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`),
  );
}

/**
 * Objects that the project's own program gave.
 * @throws {SourceError} where there are none, or they have values that are not plain
 */
export function readObjects(objects: readonly object[] | undefined): Rendered {
  if (objects === undefined) {
    throw broken(key, "be given its objects by the program", "none", "call declare({ objects }) in it");
  }
  const problems = refuseValues(objects, "objects");
  if (problems.length > 0) throw new SourceError(...problems);
  return JSON.parse(JSON.stringify(objects)) as readonly Json[];
}

/**
 * Refuses objects of a program that its file says nothing of.
 * @throws {SourceError}
 */
export function refuseObjects(objects: readonly object[] | undefined): void {
  if (objects === undefined) return;
  throw broken("sluice:app.from", "be { program: true } for the objects of declare", "another source");
}
