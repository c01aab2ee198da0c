import type { ResourceQuantities } from "../../components/core/workload/workload";
import type { EnvironmentConfig } from "../schema/schema";

/** Quantities as Kubernetes takes them: texts. */
export const toQuantities = (
  amounts: EnvironmentConfig["app"]["resources"]["requests"],
): ResourceQuantities =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, String(amount)]));
