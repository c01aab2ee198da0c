import { findWriter } from "../routers/read-marks";
import type { ObjectMeta } from "../object-meta";
import { toCanonicalText } from "../revision/canonical";
import { fieldManager } from "../settings";
import type { TakeoverAct } from "./decide-takeover";

/** Most times that one run carries out the same act: somebody may write the old state back once, and no more. */
const mostTimes = 2;

/**
 * Whether somebody keeps undoing what a run writes.
 * @param done - acts that the run carried out
 */
export function isFought(done: readonly TakeoverAct[], next: TakeoverAct): boolean {
  const text = toCanonicalText({ ...next });
  return done.filter((one) => toCanonicalText({ ...one }) === text).length >= mostTimes;
}

/** Field manager that wrote a field of `spec` back, in a phrase for people. */
export function describeRival(
  { managedFields = [] }: Pick<ObjectMeta, "managedFields">,
  field: string,
): string {
  const others = managedFields.filter(({ manager }) => manager !== fieldManager);
  const writer = findWriter({ managedFields: others }, field);
  return writer === undefined ? "another writer" : `field manager ${writer.manager}`;
}
