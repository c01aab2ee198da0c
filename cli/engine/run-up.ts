import { parseEngineEvent } from "./engine-event";
import type { EngineEvent } from "./engine-event";
import type { EndedRun } from "./explain-run";
import { followLines } from "./follow-lines";
import { fullStackName } from "../organization";
import { startPulumi } from "./start-pulumi";
import type { PulumiRun } from "./start-pulumi";

/** One run of `pulumi up`. */
export interface UpOptions {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Organisation of the stack. @default - Pulumi's own default */
  readonly org?: string | undefined;
  /** Handed on as they are, for example `--policy-pack`. @default [] */
  readonly extra?: readonly string[];
  /** Environment variables on top of this process'. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborted by Ctrl-C: forwarded once, again when the run does not end. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: EngineEvent) => void;
}

/** A run that ignores its first Ctrl-C gets a second one, which ends it at once, after this time, milliseconds. */
const secondSignalMs = 1500;

/** Starts `pulumi up` of one stack. */
export function startUp({ root, stack, org, extra = [], env = {} }: UpOptions): PulumiRun {
  const args = ["up", "--stack", fullStackName(stack, org), "--yes", "--skip-preview"];
  return startPulumi(root, args, extra, env);
}

/** Follows a run of `pulumi up` to its end, and takes its files away. */
export async function toEnd(run: PulumiRun, { stack, signal, onEvent }: UpOptions): Promise<EndedRun> {
  const events: EngineEvent[] = [];
  const follow = followLines(run.log, (line) => {
    const event = parseEngineEvent(line);
    if (event === undefined) return;
    if (event.kind !== "message" || !event.ephemeral) events.push(event);
    onEvent?.(event);
  });
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    run.child.kill("SIGINT");
    again = setTimeout(() => run.child.kill("SIGINT"), secondSignalMs);
  };
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    const exitCode = await run.exitCode;
    follow.end();
    return { stack, exitCode, interrupted: signal.aborted, events, output: run.output() };
  } finally {
    follow.end();
    clearTimeout(again);
    signal.removeEventListener("abort", interrupt);
    run.remove();
  }
}

/**
 * Runs `pulumi up` of one stack to its end; it goes on and judges to the end should this process be killed.
 * @throws {RunEnd} with exit code 2 when there is no `pulumi`
 */
export async function runUp(options: UpOptions): Promise<EndedRun> {
  return await toEnd(startUp(options), options);
}
