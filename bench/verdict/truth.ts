import { geometric, poisson } from "./random";
import type { Random } from "./random";

/** True behaviour of both tracks, unknown to the rules. */
export interface Truth {
  readonly name: string;
  /** Of both tracks together. */
  readonly requestsPerSecond: number;
  /** Error ratios, 0 to 1. */
  readonly stable: number;
  readonly canary: number;
  /** Errors come in bursts of geometric size with this mean. @default 1 */
  readonly burst?: number;
  /** The canary has stable's error ratio up to here, seconds. @default 0 */
  readonly onsetSeconds?: number;
  /** An outage of both tracks. */
  readonly outage?: { readonly fromSeconds: number; readonly toSeconds: number; readonly errors: number };
}

/** Requests and errors of one track in one tick. */
export interface Arrivals {
  readonly requests: number;
  readonly errors: number;
}

function drawErrors(random: Random, mean: number, burst: number): number {
  const bursts = poisson(random, mean / burst);
  if (burst === 1) return bursts;
  let errors = 0;
  for (let i = 0; i < bursts; i++) errors += geometric(random, burst);
  return errors;
}

/** Draws one tick of independent Poisson arrivals at a weight. */
export function drawTick(
  random: Random,
  truth: Truth,
  weight: number,
  atSeconds: number,
  tickSeconds: number,
): { readonly stable: Arrivals; readonly canary: Arrivals } {
  const { outage, burst = 1, onsetSeconds = 0 } = truth;
  const out = outage !== undefined && atSeconds >= outage.fromSeconds && atSeconds < outage.toSeconds;
  const draw = (share: number, errorRatio: number): Arrivals => {
    const mean = truth.requestsPerSecond * tickSeconds * share;
    const ratio = out ? outage.errors : errorRatio;
    const errors = drawErrors(random, mean * ratio, burst);
    return { requests: errors + poisson(random, mean * (1 - ratio)), errors };
  };
  const canaryRatio = atSeconds < onsetSeconds ? truth.stable : truth.canary;
  return { stable: draw(1 - weight / 100, truth.stable), canary: draw(weight / 100, canaryRatio) };
}
