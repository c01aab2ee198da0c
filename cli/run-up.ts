import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { CommandError } from "./command-error";
import { parseEngineEvent } from "./engine-event";
import type { EngineEvent } from "./engine-event";
import type { EndedRun } from "./explain-run";
import { followLines } from "./follow-lines";

/** One run of `pulumi up`. */
export interface UpOptions {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Handed on as they are, for example `--policy-pack`. @default [] */
  readonly extra?: readonly string[];
  /** Aborted by Ctrl-C: forwarded once, again when the run does not end. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: EngineEvent) => void;
}

/** A run that ignores its first Ctrl-C gets a second one, which ends it at once, after this time, milliseconds. */
const secondSignalMs = 1500;

/**
 * Runs `pulumi up` of one stack to its end. It has a process group of its own, so that a Ctrl-C reaches it once and
 * through us, and writes to files, so that it goes on and judges to the end should this process be killed.
 * @throws {CommandError} with exit code 2 when there is no `pulumi`
 */
export async function runUp({ root, stack, extra = [], signal, onEvent }: UpOptions): Promise<EndedRun> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-up-"));
  const log = path.join(folder, "events.jsonl");
  const printed = path.join(folder, "output.txt");
  const output = fs.openSync(printed, "w");
  const events: EngineEvent[] = [];
  const follow = followLines(log, (line) => {
    const event = parseEngineEvent(line);
    if (event === undefined) return;
    if (event.kind !== "message" || !event.ephemeral) events.push(event);
    onEvent?.(event);
  });
  const flags = ["--yes", "--skip-preview", "--non-interactive", "--color", "never", "--event-log", log];
  const child = spawn("pulumi", ["up", "--stack", stack, ...flags, ...extra], {
    cwd: root,
    detached: true,
    stdio: ["ignore", output, output],
    // The event log is an option that Pulumi shows only with this.
    env: { ...process.env, PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    child.kill("SIGINT");
    again = setTimeout(() => child.kill("SIGINT"), secondSignalMs);
  };
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    const exitCode = await new Promise<number | undefined>((resolve, reject) => {
      child.once("error", (error) => reject(explainMissing(error)));
      child.once("close", (code) => resolve(code ?? undefined));
    });
    follow.end();
    const text = fs.readFileSync(printed, "utf8").slice(-20_000);
    return { stack, exitCode, interrupted: signal.aborted, events, output: text };
  } finally {
    follow.end();
    clearTimeout(again);
    signal.removeEventListener("abort", interrupt);
    fs.closeSync(output);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function explainMissing(error: Error): Error {
  return (error as NodeJS.ErrnoException).code === "ENOENT"
    ? new CommandError(
        "usage",
        'Cannot run "pulumi": it must be on PATH: got none; install Pulumi, or for a sandbox: eval "$(sluice sandbox env)"',
        { cause: error },
      )
    : error;
}
