import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { CommandError } from "../command-error";
import { explainRun } from "../explain-run";
import { readEvents } from "./read-events";
import type { ReadEvents } from "./read-events";

/** One run of `pulumi preview`. */
export interface PreviewOptions {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Handed on as they are, for example `--policy-pack`. @default [] */
  readonly extra?: readonly string[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** How a preview ended. */
export type EndedPreview = ReadEvents & { readonly exitCode: number | undefined };

function explainMissing(error: Error): Error {
  return (error as NodeJS.ErrnoException).code === "ENOENT"
    ? new CommandError(
        "usage",
        'Cannot run "pulumi": it must be on PATH: got none; install Pulumi, or for a sandbox: eval "$(sluice sandbox env)"',
        { cause: error },
      )
    : error;
}

/**
 * Previews one stack to its end; writes nothing but what the engine keeps for itself.
 * @throws {CommandError} with exit code 2 when there is no `pulumi`
 */
export async function runPreview({ root, stack, extra = [], signal }: PreviewOptions): Promise<EndedPreview> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-preview-"));
  const log = path.join(folder, "events.jsonl");
  const printed = path.join(folder, "output.txt");
  const output = fs.openSync(printed, "w");
  try {
    const flags = ["--non-interactive", "--color", "never", "--event-log", log];
    const child = spawn("pulumi", ["preview", "--stack", stack, ...flags, ...extra], {
      cwd: root,
      detached: true,
      stdio: ["ignore", output, output],
      // The event log is an option that Pulumi shows only with this.
      env: { ...process.env, PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const interrupt = (): void => void child.kill("SIGINT");
    signal.addEventListener("abort", interrupt, { once: true });
    if (signal.aborted) interrupt();
    const exitCode = await new Promise<number | undefined>((resolve, reject) => {
      child.once("error", (error) => reject(explainMissing(error)));
      child.once("close", (code) => resolve(code ?? undefined));
    }).finally(() => signal.removeEventListener("abort", interrupt));
    const lines = fs.existsSync(log) ? fs.readFileSync(log, "utf8").split("\n") : [];
    const read = readEvents(lines);
    const explained = read.errors.length > 0 || read.findings.some(({ mandatory }) => mandatory);
    if (exitCode === 0 || explained) return { ...read, exitCode };
    const text = fs.readFileSync(printed, "utf8").slice(-20_000);
    const run = { stack, exitCode, interrupted: false, events: [], output: text };
    const { exitCode: ours, sentence } = explainRun(run);
    return { ...read, errors: [`[sluice:${ours}] ${sentence}`], exitCode };
  } finally {
    fs.closeSync(output);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
