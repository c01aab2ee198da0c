import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { redact } from "./redact";

/** A program that gives credentials, ready to be started. */
export interface HelperCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Instruction for installing the program, printed where it is missing. */
  readonly installHint?: string | undefined;
}

/** Limits of one run. */
export interface HelperLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const mostBytes = 1024 * 1024;
const running = new Set<ChildProcess>();
let watched = false;

/** Ends a program with whatever it started: it has a process group of its own. */
function end(child: ChildProcess): void {
  running.delete(child);
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

const endAll = (): void => running.forEach(end);

function start({ command, args, env }: HelperCommand): ChildProcess {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  // The process stays alive for a caller that waits, not for a program that hangs; and the program does not outlive it.
  for (const each of [child, child.stdout as Socket, child.stderr as Socket]) each.unref();
  if (!watched) process.once("exit", endAll);
  watched = true;
  running.add(child);
  return child;
}

/**
 * Runs a program that prints credentials.
 * @returns its output
 * @throws {Error} whose text continues after the program's name, without anything that it printed on standard output
 */
export async function runHelper(plugin: HelperCommand, { timeoutMs, signal }: HelperLimits): Promise<string> {
  const limits = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
  const hint = plugin.installHint === undefined ? "" : `; ${redact(plugin.installHint)}`;
  return await new Promise<string>((resolve, reject) => {
    const refuse = (words: string): void => reject(new Error(words));
    if (limits.aborted) return refuse("was not started: interrupted");
    const child = start(plugin);
    let [output, complaint] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length <= mostBytes) return;
      refuse("must not print more than 1 MiB");
      end(child);
    });
    child.stderr
      ?.setEncoding("utf8")
      .on("data", (text: string) => (complaint = (complaint + text).slice(-2000)));
    const giveUp = (): void => {
      end(child);
      const isLate = (limits.reason as Error).name === "TimeoutError";
      refuse(isLate ? `did not end within ${timeoutMs / 1000} s` : "was interrupted");
    };
    limits.addEventListener("abort", giveUp, { once: true });
    child.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      end(child);
      limits.removeEventListener("abort", giveUp);
      refuse(code === "ENOENT" ? `was not found${hint}` : `could not be started: ${code ?? message}`);
    });
    child.once("close", (code, ended) => {
      running.delete(child);
      limits.removeEventListener("abort", giveUp);
      const last = redact(complaint.trim().split("\n").at(-1) ?? "");
      if (code === 0) resolve(output);
      else refuse(`ended with ${code ?? ended}${last === "" ? "" : `: ${last}`}`);
    });
  });
}
