import type { Environment } from "@marcbachmann/cel-js";
import { registerFunctions } from "./functions";
import { registerQuantity } from "./quantity";

/** Variables of expressions: of an admission policy as far as plan time has them, and of a condition on a predicate. */
const variables = {
  check: ["object", "oldObject", "request", "params", "variables"],
  predicate: ["predicate", "predicateType"],
} as const;

/** Kind of expression, by the variables that it may read. */
export type Subject = keyof typeof variables;

const environments = new Map<Subject, Environment>();

/**
 * The CEL of ValidatingAdmissionPolicies as far as checks use it. Loaded when first asked for.
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function celEnvironment(subject: Subject): Environment {
  const before = environments.get(subject);
  if (before !== undefined) return before;
  const cel = require("@marcbachmann/cel-js") as typeof import("@marcbachmann/cel-js");
  const made = new cel.Environment({ enableOptionalTypes: true });
  for (const name of variables[subject]) made.registerVariable(name, "dyn");
  registerFunctions(made);
  registerQuantity(made);
  environments.set(subject, made);
  return made;
}
