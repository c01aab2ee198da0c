import type { ExitCode } from "../components/core/exit-code";
import { flushMessages } from "../components/notify/outbox";
import { toCommandFailure } from "./command-error";
import type { CommonFlags } from "./define-command";
import { openTerminal } from "./terminal";
import type { Terminal } from "./terminal";

/** Result of a command. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** Last line for people; absent where everything is printed already. */
  readonly sentence?: string;
  /** Printed with `--json`, together with the exit code. */
  readonly report?: Readonly<Record<string, unknown>>;
}

/**
 * Runs a command: its outcome becomes the process's exit code, an error one line on standard error and, with `--json`,
 * `{error, problems, exitCode}` on standard output.
 * @param action - completes "Cannot …" for unforeseen errors
 */
export async function runCommand(
  action: string,
  flags: Pick<CommonFlags, "json">,
  work: (terminal: Terminal) => Promise<Outcome>,
): Promise<void> {
  const terminal = openTerminal({ json: flags.json ?? false });
  try {
    const { exitCode, sentence, report } = await work(terminal);
    if (sentence !== undefined) terminal.say(sentence);
    if (report !== undefined) terminal.print({ ...report, exitCode });
    process.exitCode = exitCode;
  } catch (error) {
    const { exitCode, message, ...problems } = toCommandFailure(error, action);
    terminal.say(message);
    terminal.print({ error: message, ...problems, exitCode });
    process.exitCode = exitCode;
  } finally {
    await flushMessages();
  }
}
