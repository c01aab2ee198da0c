import type { Environment } from "@marcbachmann/cel-js";
import { registerFunctions } from "./functions";
import { registerQuantity } from "./quantity";

/** Variables of an admission policy's expressions that plan time has as well. */
const variables = ["object", "oldObject", "request", "params", "variables"] as const;

let environment: Environment | undefined;

/**
 * The CEL of ValidatingAdmissionPolicies as far as checks use it. Loaded when first asked for.
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function celEnvironment(): Environment {
  if (environment !== undefined) return environment;
  const cel = require("@marcbachmann/cel-js") as typeof import("@marcbachmann/cel-js");
  const made = new cel.Environment({ enableOptionalTypes: true });
  for (const name of variables) made.registerVariable(name, "dyn");
  registerFunctions(made);
  registerQuantity(made);
  environment = made;
  return made;
}
