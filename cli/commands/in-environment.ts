import { RunEnd } from "../../components/core/run-end";
import type { CommonFlags } from "../define-command";
import type { Environment, EnvironmentChoice } from "../environment";

/** Opens the environment that a command acts on, loads its modules only now, and closes it whatever happens. */
export async function inEnvironment<T>(
  { cwd, org }: CommonFlags,
  choice: Omit<EnvironmentChoice, "cwd" | "org">,
  act: (context: Environment) => Promise<T>,
): Promise<T> {
  const { openEnvironment } = require("../environment") as typeof import("../environment");
  const context = await openEnvironment({ cwd, org, ...choice });
  try {
    return await act(context);
  } finally {
    context.close();
  }
}

/**
 * The environment of a command that also takes another target; refuses a command line with neither.
 * @param other - flag of the other target
 */
export function demandEnvironment(environment: string | undefined, command: string, other = "--all"): string {
  if (environment !== undefined) return environment;
  throw new RunEnd("usage", {
    text: `Cannot run "${command}": ENV must be given, or ${other}: got neither`,
    fix: `see sluice ${command} --help`,
  });
}
