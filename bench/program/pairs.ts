import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { timeSeconds } from "../support/statistics";

/** Two things to be compared in one run. */
export interface Pair {
  readonly name: string;
  readonly ours: () => Promise<unknown>;
  readonly minimal: () => Promise<unknown>;
  /** Name of the second. @default "minimal program" */
  readonly against?: string;
  /** Largest median of the ratios. */
  readonly limit: number;
}

/** Times both in turn, which of them first alternating, after one run of each that does not count. */
export async function comparePairs(bench: Bench, pair: Pair): Promise<Figure[]> {
  const [ours, minimal]: [number[], number[]] = [[], []];
  const { against = "minimal program" } = pair;
  const sides = [
    { seconds: ours, work: pair.ours },
    { seconds: minimal, work: pair.minimal },
  ];
  await pair.ours();
  await pair.minimal();
  for (let run = 1; run <= bench.runs; run++) {
    for (const { seconds, work } of run % 2 === 1 ? sides : sides.toReversed())
      seconds.push(await timeSeconds(work));
    bench.say(
      `${pair.name}, pair ${run} of ${bench.runs}: ${ours.at(-1)?.toFixed(2)} s, ${against} ${minimal.at(-1)?.toFixed(2)} s`,
    );
  }
  const ratios = ours.map((seconds, at) => seconds / (minimal[at] ?? Number.NaN));
  return [
    { name: pair.name, unit: "s", values: ours },
    { name: `${pair.name}: ${against}`, unit: "s", values: minimal },
    { name: `${pair.name}: ratio`, unit: "×", values: ratios, limits: { median: pair.limit } },
  ];
}
