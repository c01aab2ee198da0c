import { readExpression } from "../../cel/expression-problems";
import { toCel } from "../../cel/to-cel";
import type { Problems } from "./judgement";

/** Condition on a predicate, in CEL. */
export interface PredicateCondition {
  /** True where the predicate will do; reads `predicate` and `predicateType`. */
  readonly expression: string;
  /** Demand, for people. @default - the expression */
  readonly message?: string | undefined;
}

/** Reason why an expression cannot be a condition; empty when it can. */
export function conditionFaults(expression: string): readonly string[] {
  const read = readExpression(expression, "predicate");
  return "problems" in read ? read.problems : [];
}

/** Judges a predicate by conditions: all of them must be true, and one that cannot be evaluated is not. */
export function judgeConditions(
  predicateType: string,
  predicate: unknown,
  conditions: readonly PredicateCondition[],
): Problems {
  if (conditions.length === 0) return [];
  const bindings = { predicate: toCel(predicate), predicateType };
  return conditions.flatMap(({ expression, message }) => {
    const read = readExpression(expression, "predicate");
    if ("problems" in read) return read.problems.map((problem) => `"${expression}" ${problem}`);
    try {
      if (read.evaluate(bindings) === true) return [];
      return [message ?? `the predicate must satisfy ${expression}`];
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      return [`${message ?? `the predicate must satisfy ${expression}`} (it cannot be evaluated: ${reason})`];
    }
  });
}
