/** A seeded sequence of numbers from 0 to below 1 (mulberry32). */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed | 0;
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/**
 * Times at which requests are due, in milliseconds from the start, also while earlier ones are open: the load is
 * open-loop.
 * @param arrivals - "constant": evenly spaced; "poisson": independent gaps with the same mean
 */
export function* arrivalTimesMs(
  ratePerSecond: number,
  arrivals: "constant" | "poisson",
  seed: number,
): Generator<number, never> {
  const meanGapMs = 1000 / ratePerSecond;
  if (arrivals === "constant") {
    for (let index = 0; ; index++) yield index * meanGapMs;
  }
  const random = randomNumbers(seed);
  for (let dueMs = 0; ;) {
    dueMs += -Math.log(1 - random.next().value) * meanGapMs;
    yield dueMs;
  }
}
