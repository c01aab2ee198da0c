import type { Samples } from "../samples/compare-counts";
import { doubtCounters } from "./doubt-counters";
import type { Doubt, Entry } from "../samples/entry";

/** A counter that went down to less than half and came back to more than before. */
interface Return {
  readonly before: number;
  readonly low: number;
  readonly after: number;
  /** Rise of the one step back. */
  readonly step: number;
}

/** So many returns show two processes; one may be a single wrong sample. */
const leastReturns = 2;
/** Smaller steps than this are too few requests to matter. */
const few = 10;
/** A step back is so many times what the counter rose in the meantime. */
const beyondTraffic = 10;

function findReturns(samples: Samples): Return[] {
  const found: Return[] = [];
  let high: number | undefined;
  for (const [i, [, value]] of samples.entries()) {
    const before = samples[i - 1]?.[1] ?? value;
    if (high === undefined) {
      if (value < before / 2) high = before;
    } else if (value >= high) {
      // A single 0 is a sample that was missing somewhere, and no other process.
      if (before > 0) found.push({ before: high, low: before, after: value, step: value - before });
      high = undefined;
    }
  }
  return found;
}

/** The last return of a counter that is two by turns: a restarted one comes back no faster than its traffic. */
function findTurn(samples: Samples): Return | undefined {
  const found = findReturns(samples);
  const rise = Math.max(...found.map(({ before, after }) => after - before));
  const isMixed =
    found.length >= leastReturns && found.every(({ step }) => step > beyondTraffic * rise + few);
  return isMixed ? found.at(-1) : undefined;
}

/**
 * Doubts about counters that are of several processes by turns, since they are scraped at an address that leads to any
 * of them: all that one of them ever counted would be taken for requests of now.
 */
export function findMixedDoubts(entries: readonly Entry[]): Doubt[] {
  return doubtCounters(entries, findTurn, ({ before, low, after }, where) => ({
    text: `a counter must be of one process: at ${where} it went from ${before} to ${low} and back to ${after}`,
    fix: "let Prometheus scrape each replica at its own address (a PodMonitor, or discovery of endpoints), not their Service",
  }));
}
