import type { Command, CommanderError } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { readSandbox, type Sandbox } from "../../sandbox/cluster/lifecycle/sandbox";

/** Error for a command line, or a sandbox, that does not allow the action; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the running sandbox `name`.
 * @param action - completes "Cannot …"
 * @throws {UsageError} when it is not up
 */
export async function requireSandbox(name: string, action: string): Promise<Sandbox> {
  const sandbox = await readSandbox(name);
  if (sandbox) return sandbox;
  throw new UsageError(
    `Cannot ${action}: sandbox "${name}" must be up: got none running\n  → start it with "sluice sandbox up"`,
  );
}

/** Lets everything that Commander itself refuses end with exit code 2, and help with 0. */
export function refuseWithUsageCode(command: Command): Command {
  return command.exitOverride((error: CommanderError) => {
    process.exit(error.exitCode === 0 ? exitCodes.done : exitCodes.usage);
  });
}

const USAGE_ERRORS = new Set(["UsageError", "LoadOptionsError", "FaultError", "RangeError"]);

/** Runs a command's action: its exit code becomes the process's, an error is printed as its message. */
export async function runSandboxAction(action: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await action();
  } catch (error) {
    const { name, message } = error as Error;
    process.stderr.write(`${message}\n`);
    process.exitCode = USAGE_ERRORS.has(name) ? exitCodes.usage : exitCodes.unexpected;
  }
}
