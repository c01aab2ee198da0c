import type { Samples } from "../samples/compare-counts";
import { doubtCounters } from "./doubt-counters";
import type { Doubt, Entry } from "../samples/entry";

/** Fewer samples tell nothing. */
const leastSamples = 8;
/** A value below the highest one for so many samples in a row is no reading of a moment before. */
const leastBelow = 3;
/** Share of the steps of such values that lead down; those of a counter that was replaced lead up. */
const leastFalls = 0.25;
/** Smaller values are few requests, whose ups and downs show nothing. */
const few = 10;

interface Run {
  /** Samples in a row below the highest value since the last restart. */
  readonly below: number;
  readonly falls: number;
}

/** Samples below the highest value before, by runs; a fall to less than half is a restart. */
function runsBelow(samples: Samples): Run[] {
  const runs: Run[] = [];
  let high = -Infinity;
  let run = { below: 0, falls: 0 };
  // As whole requests: a float may be off by its last digit.
  const values = samples.map(([, value]) => Math.round(value));
  for (const [i, value] of values.entries()) {
    const before = values[i - 1] ?? value;
    const isBelow = value < high && value >= high / 2;
    if (isBelow) run = { below: run.below + 1, falls: run.falls + (value < before ? 1 : 0) };
    if (isBelow) continue;
    runs.push(run);
    run = { below: 0, falls: 0 };
    high = value;
  }
  return [...runs, run].filter(({ below }) => below >= leastBelow);
}

/** Whether samples go up and down around a value instead of up: counts of an interval each, or a rate. */
function goesUpAndDown(samples: Samples): boolean {
  if (samples.length < leastSamples || samples.every(([, value]) => value < few)) return false;
  const runs = runsBelow(samples);
  const sum = (of: keyof Run) => runs.reduce((total, run) => total + run[of], 0);
  return 2 * sum("below") >= samples.length && sum("falls") >= leastFalls * sum("below");
}

/** The latest values of such a counter. */
function findWaves(samples: Samples): readonly number[] | undefined {
  return goesUpAndDown(samples) ? samples.slice(-4).map(([, value]) => value) : undefined;
}

/**
 * Doubts about values of requests that are no counters, such as those of delta temporality: what they add up to is not
 * what was served, for either track, and would look like a fault of both.
 */
export function findUpAndDownDoubts(entries: readonly Entry[]): Doubt[] {
  return doubtCounters(entries, findWaves, (shown, where) => ({
    text: `a counter must only go up until its process restarts: at ${where} it went ${shown.join(", ")}`,
    fix: "let the app or its collector export cumulative temporality (deltatocumulative), and a count in place of a rate",
  }));
}
