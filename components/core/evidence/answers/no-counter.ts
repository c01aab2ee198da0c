import { isDoubtful, stepCounter } from "../../verdict/index";
import type { CounterMark } from "../../verdict/index";
import type { Samples } from "../samples/compare-counts";

/** More falls than a crash loop has restarts in so many seconds. */
const manyFalls = { count: 4, withinSeconds: 120 };

/** Moment at which the counter fell, and its state after the last sample. */
function readFalls(samples: Samples): { readonly falls: readonly number[]; readonly doubtful: boolean } {
  const [first, ...rest] = samples.filter(([, value]) => Number.isFinite(value));
  let mark: CounterMark = { atSeconds: first?.[0] ?? 0, value: first?.[1] ?? 0 };
  const falls = new Set<number>();
  for (const [atSeconds, value] of rest) {
    // Any rate is believed here: the engine, which knows that of the requests, reads the same samples once more.
    const limits = { gapSeconds: Infinity, most: () => Infinity };
    mark = stepCounter(mark, { atSeconds, value }, limits).mark;
    if (mark.fall !== undefined) falls.add(mark.fall.sinceSeconds);
  }
  return { falls: [...falls], doubtful: isDoubtful(mark) };
}

/**
 * Whether samples move as no counter does: a fall that is no restart and was not passed again, or many falls. A value
 * that goes up and down would be counted as endless events. A counter mistaken for such a value only holds the stage.
 */
export function isNoCounter(samples: Samples): boolean {
  const { falls, doubtful } = readFalls(samples);
  const { count, withinSeconds } = manyFalls;
  const isMany = (at: number, i: number) => at - (falls[i - count + 1] ?? -Infinity) <= withinSeconds;
  return doubtful || falls.some(isMany);
}
