import { ConfigError } from "../stacks/config-error";
import { codeOf, exitCodes, withoutCode } from "../components/core/exit-code";
import type { ExitCode, ExitName } from "../components/core/exit-code";
import type { Problem } from "../components/core/problem";

/** An end of a command that is not success, in the words for a person. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(end: ExitName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.exitCode = exitCodes[end];
  }
}

/** What a command ends with: its exit code, and the text without the code that providers put in front. */
export interface CommandFailure {
  readonly exitCode: ExitCode;
  readonly message: string;
  /** Set where files or names are wrong: every problem of them. */
  readonly problems?: readonly Problem[];
}

/**
 * Turns whatever was thrown into an exit code and a text: configuration and command line 2, what a provider's code
 * says, else 1 with the stack for a bug report.
 * @param action - completes "Cannot …"
 */
export function toCommandFailure(error: unknown, action: string): CommandFailure {
  if (error instanceof CommandError) return { exitCode: error.exitCode, message: error.message };
  if (error instanceof ConfigError) {
    const { message, problems } = error;
    return { exitCode: exitCodes.usage, message, problems };
  }
  // Loaded when needed: it brings the whole of a provider's dependencies.
  const { toRunEnd } =
    require("../components/session/failure") as typeof import("../components/session/failure");
  const { message } = toRunEnd(error, action);
  return { exitCode: codeOf(message) ?? exitCodes.unexpected, message: withoutCode(message) };
}
