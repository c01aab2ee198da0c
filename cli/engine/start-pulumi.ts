import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { RunEnd } from "../../components/core/run-end";
import { howToGetPulumi } from "../installation";

/** A run of `pulumi`, under way or over. */
export interface PulumiRun {
  readonly child: ChildProcess;
  /** File of the engine's events, one line of JSON each; it may not be there yet. */
  readonly log: string;
  /**
   * Undefined where a signal ended it.
   * @throws {RunEnd} with exit code 2 when there is no `pulumi`
   */
  readonly exitCode: Promise<number | undefined>;
  /** End of its output so far, at most 20,000 characters. */
  output(): string;
  /** Takes its files away. */
  remove(): void;
}

const preload = path.join(__dirname, "../../infra/preload.js");

/**
 * Options of Node with one more file to load first.
 * @param before - options that are in force already
 */
export function withRequire(before: string | undefined, file: string): string {
  // Node takes a backslash within quotes for an escape.
  const quoted = `"${file.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return [before, `--require ${quoted}`].filter(Boolean).join(" ");
}

/**
 * Starts `pulumi`. It has a process group of its own, so that a Ctrl-C reaches it once and through this process, and
 * writes to files, so that it goes on to its end should this process be killed.
 * @param root - folder of Pulumi.yaml
 * @param command - for example `["up", "--stack", "prod"]`
 * @param extra - handed on as they are, for example `--policy-pack`
 * @param more - environment variables on top of this process'
 */
export function startPulumi(
  root: string,
  command: readonly string[],
  extra: readonly string[],
  more: Readonly<Record<string, string>> = {},
): PulumiRun {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `sluice-${command[0]}-`));
  const log = path.join(folder, "events.jsonl");
  const printed = path.join(folder, "output.txt");
  const output = fs.openSync(printed, "w");
  const flags = ["--non-interactive", "--color", "never", "--event-log", log];
  const child = spawn("pulumi", [...command, ...flags, ...extra], {
    cwd: root,
    detached: true,
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      ...more,
      // `nodeargs` reach the program alone: the process of the dynamic resources loads a compiler without this.
      NODE_OPTIONS: withRequire(process.env["NODE_OPTIONS"], preload),
      // The event log is an option that Pulumi shows only with this.
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
  });
  const exitCode = new Promise<number | undefined>((resolve, reject) => {
    child.once("error", (error) => reject(explainMissing(error)));
    child.once("close", (code) => resolve(code ?? undefined));
  });
  return {
    child,
    log,
    exitCode,
    output: () => fs.readFileSync(printed, "utf8").slice(-20_000),
    remove: () => {
      fs.closeSync(output);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function explainMissing(error: Error): Error {
  return (error as NodeJS.ErrnoException).code === "ENOENT"
    ? new RunEnd(
        "usage",
        { text: 'Cannot run "pulumi": it must be on PATH: got none', fix: howToGetPulumi },
        { cause: error },
      )
    : error;
}
