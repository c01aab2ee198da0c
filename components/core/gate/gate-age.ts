import { formatDuration } from "../duration";

/** How long what a gate decided holds, seconds; by the wall clock, which goes on while a machine sleeps. */
const gateHoldsSeconds = 60;

/**
 * Whether a gate's word still holds: a laptop that slept, or a wait for the API server, makes it history.
 * @returns what is wrong, or undefined; a clock that was set back is no proof of youth
 */
export function findStaleGate(askedAtSeconds: number, nowSeconds: number): string | undefined {
  const age = nowSeconds - askedAtSeconds;
  if (age >= 0 && age <= gateHoldsSeconds) return undefined;
  const got = age < 0 ? "a clock that was set back" : formatDuration(age);
  return `the gate's word must be at most ${gateHoldsSeconds} s old: got ${got}`;
}
