import type { RawSeries } from "../components/core/verdict/index";

/** FNV-1a, 32 bits: the same pod falls into the same half wherever it is asked. */
function hash(text: string): number {
  return [...text].reduce(
    (sum, one) => Math.imul(sum ^ (one.codePointAt(0) as number), 0x01000193) >>> 0,
    0x811c9dc5,
  );
}

/**
 * Splits stable's pods into two halves of equal size, one of them in the canary's place: nothing differs, so a rule
 * that fails one of them is wrong. The order is that of a hash of the pods' names.
 * @returns undefined where fewer than two pods, its own or the proxy's, count its requests
 */
export function splitHalves(series: readonly RawSeries[]): readonly RawSeries[] | undefined {
  const stable = series.filter(({ track }) => track === "stable");
  const counting = stable.filter(({ counters }) => counters.includes("requests"));
  const pods = [...new Set(counting.map(({ target }) => target))].toSorted(
    (a, b) => hash(a) - hash(b) || (a < b ? -1 : 1),
  );
  const isSecond = new Map(pods.map((pod, i) => [pod, i % 2 === 1]));
  // Gauges and counters of others carry no pod to split them by.
  const counted = stable.filter(({ target }) => isSecond.has(target));
  return pods.length < 2
    ? undefined
    : counted.map((one) => ({ ...one, track: isSecond.get(one.target) ? "canary" : "stable" }));
}
