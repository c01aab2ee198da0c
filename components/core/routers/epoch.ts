/** One state of the route's traffic: which write it was, and whose. */
export interface Epoch {
  /** Number of Sluice's writes so far, 1 or more. */
  readonly counter: number;
  /** Random per write, so that two writers with the same counter differ. */
  readonly id: string;
}

/**
 * Reads the annotation `sluice.dev/epoch` of the object that the router writes.
 * @param text - `<counter>-<id>`, e.g. `12-9f3a61c2`
 * @returns undefined for a route that the route writer has not been at, and for anything it did not write
 */
export function parseEpoch(text: string): Epoch | undefined {
  const [, counter, id] = /^([1-9]\d{0,14})-([0-9A-Za-z]+)$/.exec(text) ?? [];
  return counter === undefined || id === undefined ? undefined : { counter: Number(counter), id };
}

/**
 * Epoch after the next write.
 * @param current - the live annotation; empty or unreadable text starts at 1 again, and the id makes the epoch another
 * one
 * @param randomId - letters and digits, fresh for each write
 * @throws {RangeError} when `randomId` has anything but letters and digits
 * @example nextEpoch("12-9f3a61c2", "00c1d2e3") // "13-00c1d2e3"
 */
export function nextEpoch(current: string, randomId: string): string {
  if (!/^[0-9A-Za-z]+$/.test(randomId)) {
    throw new RangeError(`Cannot make an epoch: randomId must be letters and digits: got "${randomId}"`);
  }
  return `${(parseEpoch(current)?.counter ?? 0) + 1}-${randomId}`;
}

/**
 * Orders two epochs by their counter; a text that is no epoch comes first.
 * @returns negative when `a` is older, positive when it is newer, 0 when neither is
 */
export function compareEpochs(a: string, b: string): number {
  return (parseEpoch(a)?.counter ?? 0) - (parseEpoch(b)?.counter ?? 0);
}

/** The later of two epochs; of two with the same counter the second. */
export const laterEpoch = (a: string, b: string): string => (compareEpochs(a, b) > 0 ? a : b);
