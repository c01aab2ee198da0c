import { formatDuration } from "../duration";

/** Time for which a gate's decision is valid, seconds; by the wall clock, which goes on while a machine sleeps. */
const gateHoldsSeconds = 60;

/**
 * Problem of a gate's decision that is too old, as after a laptop's sleep or a wait for the API server.
 * @returns undefined while it is valid; a clock that was set back does not prove that it is young
 */
export function findStaleGate(askedAtSeconds: number, nowSeconds: number): string | undefined {
  const age = nowSeconds - askedAtSeconds;
  if (age >= 0 && age <= gateHoldsSeconds) return undefined;
  const got = age < 0 ? "a clock that was set back" : formatDuration(age);
  return `the gate's decision must be at most ${gateHoldsSeconds} s old: got ${got}`;
}
