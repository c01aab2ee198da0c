import type { RE2JS } from "re2js";

const compiled = new Map<string, RE2JS>();

/**
 * Compiles an expression of RE2, the syntax of Go, of CEL and of policy-controller. JavaScript's own expressions differ
 * silently: `[[:alpha:]]`, `\z` and `\p{Nd}` mean other things there, and look-ahead exists.
 * @throws {SyntaxError} for an expression that RE2 refuses
 * @see https://github.com/google/re2/wiki/Syntax
 */
function compile(source: string): RE2JS {
  const before = compiled.get(source);
  if (before !== undefined) return before;
  // Loaded with the first expression: a twentieth of a policy pack's start.
  const re2 = require("re2js") as typeof import("re2js");
  try {
    const made = re2.RE2JS.compile(source);
    compiled.set(source, made);
    return made;
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, "");
    throw new SyntaxError(`must be a regular expression of RE2: ${reason}`, { cause: error });
  }
}

/** Reason why a text is no expression of RE2; undefined when it is one. */
export function expressionFault(source: string): string | undefined {
  try {
    compile(source);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Whether an expression matches anywhere in a text.
 * @throws {SyntaxError} for an expression that RE2 refuses
 */
export function matchesExpression(source: string, text: string): boolean {
  return compile(source).test(text);
}

/**
 * Whether an expression matches a text as a whole.
 * @throws {SyntaxError} for an expression that RE2 refuses
 */
export function matchesWhole(source: string, text: string): boolean {
  return compile(`^(?:${source})$`).test(text);
}

/**
 * Everything that an expression matches in a text, from left to right.
 * @param most - @default all of it
 * @throws {SyntaxError} for an expression that RE2 refuses
 */
export function findExpression(source: string, text: string, most = Number.POSITIVE_INFINITY): string[] {
  const matcher = compile(source).matcher(text);
  const found: string[] = [];
  while (found.length < most && matcher.find()) found.push(matcher.group() as string);
  return found;
}
