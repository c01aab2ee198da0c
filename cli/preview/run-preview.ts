import * as fs from "node:fs";
import { explainRun } from "../engine/explain-run";
import { fullStackName } from "../organization";
import { startPulumi } from "../engine/start-pulumi";
import { readEvents } from "./read-events";
import type { ReadEvents } from "./read-events";

/** One run of `pulumi preview`. */
export interface PreviewOptions {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Organisation of the stack. @default - Pulumi's own default */
  readonly org?: string | undefined;
  /** Handed on as they are, for example `--policy-pack`. @default [] */
  readonly extra?: readonly string[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** End of a preview. */
export type EndedPreview = ReadEvents & { readonly exitCode: number | undefined };

/**
 * Previews one stack to its end; writes nothing but the engine's own files.
 * @throws {RunEnd} with exit code 2 when there is no `pulumi`
 */
export async function runPreview({
  root,
  stack,
  org,
  extra = [],
  signal,
}: PreviewOptions): Promise<EndedPreview> {
  const run = startPulumi(root, ["preview", "--stack", fullStackName(stack, org)], extra);
  const interrupt = (): void => void run.child.kill("SIGINT");
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    const exitCode = await run.exitCode;
    const lines = fs.existsSync(run.log) ? fs.readFileSync(run.log, "utf8").split("\n") : [];
    const read = readEvents(lines);
    const explained = read.errors.length > 0 || read.findings.some(({ mandatory }) => mandatory);
    if (exitCode === 0 || explained) return { ...read, exitCode };
    const ended = { stack, exitCode, interrupted: false, events: [], output: run.output() };
    const { exitCode: ours, sentence } = explainRun(ended);
    return { ...read, errors: [`[sluice:${ours}] ${sentence}`], exitCode };
  } finally {
    signal.removeEventListener("abort", interrupt);
    run.remove();
  }
}
