import { expressionFault } from "../../components/core/regular-expression";
import { celEnvironment, type Subject } from "./environment";
import { calledFunctions, knownFunctions, withoutOwnNames, withOwnFunctions } from "./functions";
import { codeOf, toPieces } from "./lex";

/** Fields of `request` that are known at plan time. */
const requestFields: ReadonlySet<string> = new Set([
  "operation",
  "kind",
  "resource",
  "namespace",
  "name",
  "dryRun",
]);

/** Forms of CEL that Kubernetes takes and plan time does not, by how they look in the code. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\b(authorizer|namespaceObject)\b/, "what is known in the cluster only"],
  [/(?<![\w)\]]\s*)\[\s*\?|,\s*\?[^:]*?\](?!\s*:)/, "optional items of a list ([?x])"],
  [/\{\s*\?/, "optional entries of a map ({?k: v})"],
  [/\.(all|exists|exists_one|existsOne)\(\s*\w+\s*,\s*\w+\s*,/, "two variables in one macro"],
  [/`/, "field names in backticks"],
  [/\.\??__\w+__\b|__(dot|dash|slash|underscores)__/, "escaped field names"],
];

/** Faults of the regular expressions that are written as text in the expression. */
function patternProblems(expression: string): readonly string[] {
  const pieces = toPieces(expression);
  return pieces.flatMap(({ kind, value }, index) => {
    const before = pieces[index - 1];
    const after = pieces[index + 1];
    const isPattern =
      kind === "text" &&
      before?.kind === "code" &&
      /\.\s*(matches|find|findAll)\s*\(\s*$/.test(before.source) &&
      /^\s*[,)]/.test(after?.source ?? "");
    const fault = isPattern ? expressionFault(value) : undefined;
    return fault === undefined ? [] : [`${fault}: got "${value}"`];
  });
}

/** Functions and fields in the expression that plan time does not have. */
function nameProblems(expression: string): readonly string[] {
  const code = codeOf(toPieces(expression));
  const missing = calledFunctions(expression).filter((name) => !knownFunctions.has(name));
  const fields = [...code.matchAll(/\brequest\s*\.\??\s*(\w+)/g)].flatMap(([, field = ""]) =>
    requestFields.has(field) ? [] : [`request.${field}`],
  );
  const form = forms.flatMap(([pattern, what]) => {
    const found = pattern.exec(code);
    return found === null ? [] : [`must do without ${what}: got ${found[1] ?? found[0].trim()}`];
  });
  return [
    ...missing.map((name) => `must use functions that plan time has: got ${name.replace(/^\./, "")}()`),
    ...fields.map((name) => `must read what plan time knows of a request: got ${name}`),
    ...form,
  ];
}

/** An expression ready to run, or why plan time cannot run it. */
export type ReadExpression =
  | { readonly evaluate: (bindings: object) => unknown }
  | { readonly problems: readonly string[] };

const shorten = (error: unknown): string =>
  withoutOwnNames(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));

/**
 * Reads an expression. Its problems are worded to follow its place, e.g. `must use functions that plan time has: got
 * sets.contains()`: the cluster may accept such an expression, and then it belongs into the cluster only.
 * @param subject - kind of the expression, by its variables. @default "check"
 */
export function readExpression(expression: string, subject: Subject = "check"): ReadExpression {
  const named = [...nameProblems(expression), ...patternProblems(expression)];
  if (named.length > 0) return { problems: named };
  try {
    const parsed = celEnvironment(subject).parse(withOwnFunctions(expression));
    const { valid, error } = parsed.check();
    return valid
      ? { evaluate: parsed as unknown as (bindings: object) => unknown }
      : { problems: [`must be CEL that plan time can evaluate: got ${shorten(error)}`] };
  } catch (error) {
    return { problems: [`must be CEL: got ${shorten(error)}`] };
  }
}
