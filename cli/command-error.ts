import { ConfigError } from "../stacks/config-error";
import { exitCodes } from "../components/core/exit-code";
import type { ExitCode } from "../components/core/exit-code";
import type { Problem } from "../components/core/problem";
import { RunEnd } from "../components/core/run-end";

/** End of a command: its exit code, and the text for people. */
export interface CommandFailure {
  readonly exitCode: ExitCode;
  readonly message: string;
  /** Set where they are known one by one, with the way out of each. */
  readonly problems?: readonly Problem[];
}

/**
 * Turns whatever was thrown into an exit code and a text: configuration and command line 2, an expected end its own,
 * else 1 with the stack for a bug report.
 * @param action - completes "Cannot …"
 */
export function toCommandFailure(error: unknown, action: string): CommandFailure {
  if (error instanceof RunEnd) return toFailure(error);
  if (error instanceof ConfigError) {
    const { message, problems } = error;
    return { exitCode: exitCodes.usage, message, problems };
  }
  // Loaded when needed: it brings the whole of a provider's dependencies.
  const { toRunEnd } =
    require("../components/session/failure") as typeof import("../components/session/failure");
  return toFailure(toRunEnd(error, action));
}

function toFailure({ end, message, problems }: RunEnd): CommandFailure {
  return { exitCode: exitCodes[end], message, ...(problems.length === 0 ? {} : { problems }) };
}
