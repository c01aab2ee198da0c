import { availableParallelism } from "node:os";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { upperBound } from "./clopper-pearson";
import { falseShare, studyFalseHarm, studyHarm, studyOutages } from "./harm";
import type { Summary } from "./outcome";
import { badCells, guaranteeCells, referenceCells } from "./reference";
import { heading, findDifferences, renderBad, renderCell, renderGuarantee } from "./report";
import { simulateCell } from "./simulate";
import { studyClassFaults } from "./outcome-faults";
import { studySameVersions } from "./outcome-stages";
import { measureSpeed } from "./speed";
import { studyFaults, studyStress } from "./stress";
import { studySameSynthetic, studySyntheticFaults } from "./synthetic";

const cells = [...referenceCells, ...guaranteeCells, ...badCells];

/** Runs per cell of the reference, the guarantee and the bad promotions. */
const sizes = { quick: [60, 100, 100], full: [2000, 2000, 4000] } as const;
const seed = 20_261;

interface Job {
  readonly index: number;
  readonly runs: number;
}

function planJobs(size: keyof typeof sizes): Job[] {
  const [reference, guarantee, bad] = sizes[size];
  const perCell = [
    ...referenceCells.map(() => reference),
    ...guaranteeCells.map(() => guarantee),
    ...badCells.map(() => bad),
  ];
  return perCell.map((runs, index) => ({ index, runs }));
}

/** Simulates all cells, each thread taking the next one. */
async function simulateAll(entry: string, jobs: readonly Job[]): Promise<Summary[]> {
  const summaries: Summary[] = [];
  const queue = [...jobs];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(entry, { workerData: "cells" });
      const give = () => {
        const job = queue.shift();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage(job ?? null);
      };
      worker.on("message", (done: { index: number; summary: Summary }) => {
        summaries[done.index] = done.summary;
        give();
      });
      worker.on("error", reject);
      worker.on("exit", () => resolve());
      give();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return summaries;
}

function serve(): void {
  const port = parentPort as NonNullable<typeof parentPort>;
  port.on("message", (job: Job | null) => {
    if (job === null) {
      port.close();
      return;
    }
    const cell = cells[job.index] as (typeof cells)[number];
    port.postMessage({ index: job.index, summary: simulateCell(cell, job.runs, seed) });
  });
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Releases of the studies of harm to stable: with nothing, with an outage of both, with harm. */
const harmSizes = { quick: [10, 4, 2], full: [500, 100, 50] } as const;

/**
 * Runs the studies of harm to stable.
 * @returns upper 99 % bound of the releases that are put back although nothing happens, 0 to 1
 */
function printHarm(size: keyof typeof harmSizes): number {
  const [calm, outages, harmed] = harmSizes[size];
  const { lines, total, releases } = studyFalseHarm(calm, seed);
  const bound = upperBound(total, releases);
  print("", `## Traffic put back although stable is as before, to be at most ${100 * falseShare} %`);
  print(...lines, `in all: at most ${(100 * bound).toFixed(2)} %`);
  print("", "## Outages of both tracks: put back without guilt", ...studyOutages(outages, seed));
  print("", "## Harm to stable alone", ...studyHarm(harmed, seed));
  return bound;
}

/** Runs the study; exit code 1 where a guarantee is not shown or a figure differs from the reference. */
async function study(entry: string, size: keyof typeof sizes): Promise<void> {
  const began = Date.now();
  print(`# Verdict study, ${size}, seed ${seed}; reference in brackets`, "", heading);
  const summaries = await simulateAll(entry, planJobs(size));
  const of = (index: number) => summaries[index] as Summary;
  print(...referenceCells.map((cell, i) => renderCell(cell, of(i))));
  const differing = referenceCells.filter(
    ({ expected }, i) => expected !== undefined && findDifferences(of(i), expected).length > 0,
  );
  const guarantees = guaranteeCells.map((cell, i) => renderGuarantee(cell, of(referenceCells.length + i)));
  const offset = referenceCells.length + guaranteeCells.length;
  const bad = badCells.map((cell, i) => renderBad(cell, of(offset + i)));
  print("", "## False rollbacks, upper 99 % bound, to be at most 1 %", ...guarantees.map(({ line }) => line));
  print("", "## Above 20 % at p_bad, lower 99 % bound, to be at most 5 %", ...bad.map(({ line }) => line));
  print("", "## False rollbacks from scraped counters, 200 rps, as good as stable");
  print(...studyStress(size === "full" ? 500 : 30, seed));
  print(
    "",
    "## Faults in latency and events alone, 200 rps",
    ...studyFaults(size === "full" ? 500 : 30, seed),
  );
  const bound = printHarm(size);
  print("", "## Speed", ...measureSpeed());
  const broken = [...guarantees, ...bad].filter(({ kept }) => !kept);
  print("", `${differing.length} of ${referenceCells.length} cells differ from the reference`);
  print(
    `${broken.length} guarantees not shown${size === "quick" ? " (a quick run has too few releases)" : ""}`,
  );
  print(`${((Date.now() - began) / 1000).toFixed(0)} s`);
  process.exitCode = size === "full" && (broken.length > 0 || bound > falseShare) ? 1 : 0;
}

/** Releases of the same version per disturbance, and releases per fault. */
const outcomeSizes = { "--outcomes": [4, 20], "--outcomes-full": [112, 200] } as const;

/** Runs the studies of what the canary's own 5xx do not show; exit code 1 where the full ones do not show a guarantee. */
function studyOutcomes(option: keyof typeof outcomeSizes): void {
  const began = Date.now();
  const [same, faults] = outcomeSizes[option];
  print(
    `# Shares of outcomes, ${option}, seed ${seed}`,
    "",
    "## False rollbacks, as good as stable, 200 rps",
  );
  const kept = studySameVersions(same, seed, print);
  print(
    "",
    "## Faults in one class, stages of a minute at 1, 5, 20, 50 %",
    ...studyClassFaults(faults, seed),
  );
  const isFull = option === "--outcomes-full";
  const bound = printHarm(isFull ? "full" : "quick");
  print("", `${((Date.now() - began) / 1000).toFixed(0)} s`);
  process.exitCode = isFull && (!kept || bound > falseShare) ? 1 : 0;
}

/** Stages per disturbance, and per fault. */
const syntheticSizes = { "--synthetic": [4, 10], "--synthetic-full": [200, 200] } as const;

/** Runs the studies of requests of our own; exit code 1 where the full ones do not show the guarantee. */
function studySynthetic(option: keyof typeof syntheticSizes): void {
  const began = Date.now();
  const [runs, faulty] = syntheticSizes[option];
  print(`# Synthetic checks, ${option}, seed ${seed}, stages of 10 min`);
  print("", "## From the first failing answer to the decision", ...studySyntheticFaults(faulty, seed));
  const { lines, kept } = studySameSynthetic(runs, seed);
  print("", "## Same version on both tracks, wrongly off to be at most 1 %", ...lines);
  print("", `${((Date.now() - began) / 1000).toFixed(0)} s`);
  process.exitCode = option === "--synthetic-full" && !kept ? 1 : 0;
}

/** Entry of the command and of its threads. */
export async function run(entry: string, args: readonly string[]): Promise<void> {
  if (!isMainThread && workerData === "cells") {
    serve();
    return;
  }
  const [option] = args;
  if (args.length <= 1 && (option === "--outcomes" || option === "--outcomes-full")) {
    studyOutcomes(option);
    return;
  }
  if (args.length <= 1 && (option === "--synthetic" || option === "--synthetic-full")) {
    studySynthetic(option);
    return;
  }
  if (args.length > 1 || !["--quick", "--full", "--speed", undefined].includes(option)) {
    process.stderr.write(
      "Usage: node bench/verdict.js [--quick | --full | --speed | --outcomes | --outcomes-full | --synthetic | --synthetic-full]\n",
    );
    process.exitCode = 2;
    return;
  }
  if (args[0] === "--speed") {
    print(...measureSpeed());
    return;
  }
  await study(entry, args[0] === "--full" ? "full" : "quick");
}
