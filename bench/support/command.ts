import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { listDescendants } from "../../test/e2e/support/process-tree";
import { renderTable, sumUp } from "./figure";
import type { Figure } from "./figure";

/** Context of a bench. */
export interface Bench {
  /** Times that each thing is measured. */
  readonly runs: number;
  /** Leave the sandbox up. */
  readonly keep: boolean;
  /** Prints a line for a person who waits. */
  say(line: string): void;
  /** Done at the end, last one first, also after an error or Ctrl-C. */
  later(work: () => Promise<unknown>): void;
}

const usage = (name: string, runs: number): string =>
  `Usage: node bench/${name}.js [--runs N] [--keep] [--json]
  --runs N  how often each thing is measured (${runs})
  --keep    leave the sandbox "bench" up
  --json    figures as one line of JSON instead of a table
`;

function readFlags(name: string, defaultRuns: number): { runs: number; keep: boolean; json: boolean } {
  try {
    const { values } = parseArgs({
      options: { runs: { type: "string" }, keep: { type: "boolean" }, json: { type: "boolean" } },
    });
    const runs = Number(values.runs ?? defaultRuns);
    if (!Number.isInteger(runs) || runs < 1)
      throw new RangeError(`--runs must be a whole number from 1: got ${values.runs}`);
    return { runs, keep: values.keep ?? false, json: values.json ?? false };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage(name, defaultRuns)}`);
    process.exit(2);
  }
}

/** Runs the cleanups, the last one first; a failed one is reported and does not keep the rest from running. */
async function doAll(cleanups: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const work of cleanups.toReversed())
    await work().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}

/**
 * Ends the commands under way and their children: they have groups of their own and would outlive an interrupted bench.
 */
function endCommands(): void {
  const commands = listDescendants(process.pid).filter(({ command }) =>
    /^(\S*\/)?pulumi |cli\/sluice\.js /.test(command),
  );
  for (const { pid } of commands) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}

/**
 * Runs a bench as a command: figures on standard output, progress on standard error, exit code 1 where a limit is
 * missed.
 * @param defaultRuns - without `--runs`
 */
export async function runBench(
  name: string,
  defaultRuns: number,
  measure: (bench: Bench) => Promise<readonly Figure[]>,
): Promise<void> {
  const { json, ...flags } = readFlags(name, defaultRuns);
  const cleanups: (() => Promise<unknown>)[] = [];
  let cleaned: Promise<void> | undefined;
  const cleanUp = async (): Promise<void> => await (cleaned ??= doAll(cleanups));
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      endCommands();
      void cleanUp().finally(() => process.exit(code));
    });
  }
  const loadBefore = loadavg()[0] ?? 0;
  const began = performance.now();
  try {
    const figures = await measure({
      ...flags,
      say: (line) =>
        void process.stderr.write(
          `${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}\n`,
        ),
      later: (work) => void cleanups.push(work),
    });
    const summed = figures.map(sumUp);
    const machine = { cores: availableParallelism(), loadBefore, loadAfter: loadavg()[0] ?? 0 };
    const at = new Date().toISOString();
    process.stdout.write(
      json
        ? `${JSON.stringify({ bench: name, at, machine, figures: summed })}\n`
        : `# bench/${name}, ${at}, ${machine.cores} cores, load before ${loadBefore.toFixed(1)}, after ${machine.loadAfter.toFixed(1)}\n\n${renderTable(summed)}\n`,
    );
    if (summed.some(({ kept }) => kept === false)) process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = 1;
  } finally {
    await cleanUp();
  }
}
