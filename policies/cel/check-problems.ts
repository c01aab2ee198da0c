import type { z } from "zod";
import type { AdmissionPolicy } from "./check";
import { admissionPolicySchema } from "./check-schema";
import { readExpression } from "./expression-problems";
import { codeOf, toPieces } from "./lex";

/** `spec.validations[0].expression`. */
const toPath = (parts: readonly PropertyKey[]): string =>
  parts
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");

function explain({ path, code, message, ...rest }: z.core.$ZodIssue): readonly string[] {
  const at = toPath(path);
  if (code === "unrecognized_keys") {
    const { keys } = rest as { keys: readonly string[] };
    return keys.map(
      (key) => `${at === "" ? key : `${at}.${key}`} must be absent: plan time does not know this field`,
    );
  }
  return [`${at} ${message.startsWith("must ") ? message : `must be another: ${message}`}`];
}

/** Every expression of a policy with its place. */
function expressionsOf({ spec }: AdmissionPolicy): readonly (readonly [string, string])[] {
  const { matchConditions = [], variables = [], validations } = spec;
  const places: (readonly [string, string | undefined])[] = [
    ...matchConditions.map(
      ({ expression }, at) => [`spec.matchConditions[${at}].expression`, expression] as const,
    ),
    ...variables.map(({ expression }, at) => [`spec.variables[${at}].expression`, expression] as const),
    ...validations.flatMap(
      ({ expression, messageExpression }, at) =>
        [
          [`spec.validations[${at}].expression`, expression],
          [`spec.validations[${at}].messageExpression`, messageExpression],
        ] as const,
    ),
  ];
  return places.flatMap(([path, expression]) => (expression === undefined ? [] : [[path, expression]]));
}

/** Variables that an expression reads and that are not known to it. */
function unknownVariables(expression: string, known: readonly string[]): readonly string[] {
  const read = [...codeOf(toPieces(expression)).matchAll(/\bvariables\s*\.\s*(\w+)/g)];
  return [...new Set(read.map(([, name = ""]) => name))].filter((name) => !known.includes(name));
}

/** Expressions that read a variable that is not there, or comes after them: no cluster takes such a policy. */
function variableProblems({ spec }: AdmissionPolicy): readonly string[] {
  const { variables = [], validations } = spec;
  const names = variables.map(({ name }) => name);
  const explainUnknown = (path: string, expression: string | undefined, known: readonly string[]) =>
    unknownVariables(expression ?? "", known).map(
      (name) => `${path} must read variables that are before it: got variables.${name}`,
    );
  return [
    ...variables.flatMap(({ expression }, at) =>
      explainUnknown(`spec.variables[${at}].expression`, expression, names.slice(0, at)),
    ),
    ...validations.flatMap(({ expression, messageExpression }, at) => [
      ...explainUnknown(`spec.validations[${at}].expression`, expression, names),
      ...explainUnknown(`spec.validations[${at}].messageExpression`, messageExpression, names),
    ]),
  ];
}

const readsVariables = (expression: string): boolean => /\bvariables\b/.test(codeOf(toPieces(expression)));

/**
 * Reason why a file cannot be a check, each thing with its place: a field that plan time would ignore, a function that
 * it does not have, an expression that is none.
 */
export function checkProblems(id: string, policy: unknown): readonly string[] {
  const parsed = admissionPolicySchema.safeParse(policy);
  if (!parsed.success) return parsed.error.issues.flatMap(explain);
  const known = policy as AdmissionPolicy;
  const { name } = known.metadata;
  return [
    ...(name === `sluice-${id}` ? [] : [`metadata.name must be sluice-${id}, after its file: got ${name}`]),
    ...(known.spec.matchConditions ?? []).flatMap(({ expression }, at) =>
      readsVariables(expression)
        ? [`spec.matchConditions[${at}].expression must not read variables: they come after the conditions`]
        : [],
    ),
    ...variableProblems(known),
    ...expressionsOf(known).flatMap(([path, expression]) => {
      const read = readExpression(expression);
      return "problems" in read ? read.problems.map((problem) => `${path} ${problem}`) : [];
    }),
  ];
}

/**
 * Makes sure that a file is a check that plan time and cluster decide alike.
 * @throws {SyntaxError} with all that is wrong
 */
export function demandCheck(id: string, policy: unknown): void {
  const problems = checkProblems(id, policy);
  if (problems.length === 0) return;
  throw new SyntaxError(
    `Cannot load check "${id}": ${problems.join("; ")}; change it, or have the cluster alone enforce it`,
  );
}
