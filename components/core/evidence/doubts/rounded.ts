import type { Samples } from "../samples/compare-counts";
import { doubtCounters } from "./doubt-counters";
import type { Doubt, Entry } from "../samples/entry";

/** Finer steps lose few requests. */
const coarse = 100;
/** So many steps up show the grain of a counter. */
const leastSteps = 2;
/** Digits that a rounded value has before its zeros. */
const leastDigits = 1000;

/** The largest power of ten that all values are multiples of. */
function grainOf(samples: Samples): number {
  let grain = 1;
  while (samples.every(([, value]) => value % (10 * grain) === 0)) grain *= 10;
  return grain;
}

/** Steps of a counter that stands still and then goes up by its grain: the digits below are cut off. */
function findGrain(samples: Samples): number | undefined {
  const high = samples.reduce((most, [, value]) => Math.max(most, value), 0);
  if (high === 0) return undefined;
  const grain = grainOf(samples);
  if (grain < coarse || high / grain < leastDigits) return undefined;
  const steps = samples.slice(1).map(([, value], i) => value - (samples[i] as Samples[number])[1]);
  const rises = steps.filter((step) => step > 0);
  const still = steps.filter((step) => step === 0);
  const isGrain = rises.length >= leastSteps && rises.every((step) => step <= 2 * grain);
  return isGrain && still.length >= rises.length ? grain : undefined;
}

/** Doubts about counters whose last digits are cut off where they are exported: errors vanish below their grain. */
export function findRoundedDoubts(entries: readonly Entry[]): Doubt[] {
  return doubtCounters(entries, findGrain, (grain, where) => ({
    text: `a counter must count single requests: at ${where} it goes up by ${grain} at once`,
    fix: "let the exporter write all digits of its counters, not six of them, or restart the process so that they begin at 0",
  }));
}
