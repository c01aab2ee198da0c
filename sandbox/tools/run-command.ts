import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";

/** Result of a finished command: its exit code (null after a signal, 127 when it was not found) and its text. */
export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

/** Folder, environment and limits of a command. */
interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment. @default - this process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a command to its end without a shell; never throws for a command that fails. */
export type CommandRunner = (
  command: string,
  args: readonly string[],
  options?: CommandOptions,
) => Promise<CommandResult>;

const keptCharacters = 64 * 1024;
const running = new Set<ChildProcess>();

/** Runs a command with no standard input; standard output and error are kept together, the last 64 KiB of them. */
export const runCommand: CommandRunner = (command, args, options = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, {
      cwd: resolve(options.cwd ?? "."),
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-keptCharacters);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const finish = (code: number | null): void => {
      running.delete(child);
      done({ code, output });
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      output += error.message;
      finish(error.code === "ENOENT" ? 127 : 126);
    });
    child.once("close", finish);
  });

/** Ends the commands that still run, so that an interrupted build leaves no compiler behind. */
export function stopCommands(): void {
  for (const child of running) child.kill("SIGTERM");
}
