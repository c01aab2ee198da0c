import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { killEach } from "../../sandbox/cluster/process/kill-each";
import { listDescendants } from "../../test/e2e/support/kills/process-tree";
import { renderTable, sumUp } from "./figure";
import type { Figure } from "./figure";

/** Context of a bench. */
export interface Bench {
  /** Times that each thing is measured. */
  readonly runs: number;
  /** Leave the sandbox up. */
  readonly keep: boolean;
  /** Further numbers by the names of their options. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Prints a line for a person who waits. */
  say(line: string): void;
  /** Work for the end, the last one first, also after an error or Ctrl-C. */
  later(work: () => Promise<unknown>): void;
}

/** Options with whole numbers from 1, by their names. */
export type NumberOptions = Readonly<Record<string, { readonly default: number; readonly what: string }>>;

const usage = (name: string, numbers: NumberOptions): string =>
  `Usage: node bench/${name}.js ${Object.keys(numbers)
    .map((one) => `[--${one} N] `)
    .join("")}[--keep] [--json]
${Object.entries(numbers)
  .map(([option, one]) => `  --${option} N  ${one.what} (${one.default})`)
  .join("\n")}
  --keep    leave the sandbox "bench" up
  --json    figures as one line of JSON instead of a table
`;

function readFlags(
  name: string,
  numbers: NumberOptions,
): { numbers: Record<string, number>; keep: boolean; json: boolean } {
  try {
    const texts = Object.fromEntries(Object.keys(numbers).map((one) => [one, { type: "string" }] as const));
    const { values } = parseArgs({
      options: { ...texts, keep: { type: "boolean" }, json: { type: "boolean" } },
    });
    const given = values as Readonly<Record<string, unknown>>;
    const read = Object.entries(numbers).map(([option, one]) => {
      const value = Number(given[option] ?? one.default);
      if (!Number.isInteger(value) || value < 1)
        throw new RangeError(`--${option} must be a whole number from 1: got ${String(given[option])}`);
      return [option, value] as const;
    });
    return {
      numbers: Object.fromEntries(read),
      keep: given["keep"] === true,
      json: given["json"] === true,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage(name, numbers)}`);
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
  killEach(commands.map(({ pid }) => pid));
}

/**
 * Runs a bench as a command: figures on standard output, progress on standard error, exit code 1 where a limit is
 * missed.
 * @param defaultRuns - without `--runs`
 * @param more - further options with numbers
 */
export async function runBench(
  name: string,
  defaultRuns: number,
  measure: (bench: Bench) => Promise<readonly Figure[]>,
  more: NumberOptions = {},
): Promise<void> {
  const { json, ...flags } = readFlags(name, {
    runs: { default: defaultRuns, what: "how often each thing is measured" },
    ...more,
  });
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
      runs: flags.numbers["runs"] ?? defaultRuns,
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
