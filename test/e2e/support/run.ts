import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** End of a command. */
export interface Ended {
  /** Exit code; 128 + signal number where it was killed. */
  readonly code: number;
  readonly stdout: string;
  /** Standard output and error as they came. */
  readonly text: string;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Everything printed so far. */
  text(): string;
  /** Resolves when the text so far matches; rejects when the command ends without. */
  seen(pattern: RegExp): Promise<void>;
}

let longestSeconds = 360;

/** Gives every command of this process more time: a bench waits for real soaks. */
export function allowSeconds(seconds: number): void {
  longestSeconds = seconds;
}

/** Starts a command; it is killed with its group after `timeoutSeconds`. */
export function start(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>>; timeoutSeconds?: number },
): Running {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  let stdout = "";
  const watchers = new Set<() => void>();
  const add = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const watch of watchers) watch();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    add(chunk);
  });
  child.stderr.on("data", add);
  const timer = setTimeout(
    () => process.kill(-(child.pid ?? 0), "SIGKILL"),
    (options.timeoutSeconds ?? longestSeconds) * 1000,
  );
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? (signal === "SIGINT" ? 130 : 137), stdout, text });
      for (const watch of watchers) watch();
    });
  });
  const seen = async (pattern: RegExp): Promise<void> =>
    await new Promise<void>((resolve, reject) => {
      const watch = (): void => {
        if (pattern.test(text)) resolve();
        else if (child.exitCode !== null || child.signalCode !== null) {
          reject(new Error(`${command} ${args.join(" ")} ended without ${pattern}:\n${text}`));
        } else return;
        watchers.delete(watch);
      };
      watchers.add(watch);
      watch();
    });
  return { child, ended, text: () => text, seen };
}
