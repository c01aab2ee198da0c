import type { Check } from "./check";
import { readExpression } from "./expression-problems";

/** Variables that an expression reads. */
export interface Bindings {
  readonly object: unknown;
  readonly oldObject: null;
  readonly request: unknown;
  readonly params: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Evaluate = (bindings: Bindings) => unknown;

/** A variable of a check, ready to run. */
export interface CompiledVariable {
  readonly name: string;
  readonly evaluate: Evaluate;
  /** Key shared by checks with the same condition on an object: it is evaluated once. */
  readonly shared: string | undefined;
  /** Whether it reads parameters alone: a fault in it is then no fault of the object. */
  readonly ofParameters: boolean;
}

/** A validation of a check, ready to run. */
export interface CompiledValidation {
  readonly evaluate: Evaluate;
  readonly explain: Evaluate;
  /**
   * Variable that lists the violations, where the expression is `variables.<name>.size() == 0`: each item is a finding
   * of its own, with the message for that item alone.
   */
  readonly list: string | undefined;
}

/** A check, ready to run. */
export interface CompiledCheck {
  readonly check: Check;
  /** All must be true, else the check does not apply to the object. */
  readonly conditions: readonly Evaluate[];
  readonly variables: readonly CompiledVariable[];
  readonly validations: readonly CompiledValidation[];
}

const listPattern = /^variables\.(\w+)\.size\(\) == 0$/;

/**
 * Compiles a check's expressions.
 * @throws {SyntaxError} naming the check and the expression that plan time cannot evaluate
 */
export function compileCheck(check: Check): CompiledCheck {
  const parse = (expression: string): Evaluate => {
    const read = readExpression(expression);
    if ("evaluate" in read) return read.evaluate;
    throw new SyntaxError(`Cannot compile check "${check.id}": "${expression}" ${read.problems.join(", ")}`);
  };
  const texts = new Map<string, string>();
  const { matchConditions = [], variables = [], validations } = check.policy.spec;
  return {
    check,
    conditions: matchConditions.map(({ expression }) => parse(expression)),
    variables: variables.map(({ name, expression }) => {
      // Expression of the variable with the variables it names put in their places.
      const text = expression.replaceAll(
        /\bvariables\.(\w+)/g,
        (_whole, used: string) => `(${texts.get(used) ?? "params"})`,
      );
      texts.set(name, text);
      const shared = /\b(params|request)\b/.test(text) ? undefined : text;
      const ofParameters = /\bparams\b/.test(text) && !/\b(object|request)\b/.test(text);
      return { name, evaluate: parse(expression), shared, ofParameters };
    }),
    validations: validations.map(({ expression, message, messageExpression }) => {
      const explain = messageExpression === undefined ? undefined : parse(messageExpression);
      return {
        evaluate: parse(expression),
        explain: explain ?? (() => message ?? expression),
        list: listPattern.exec(expression.trim())?.[1],
      };
    }),
  };
}
