import { covers } from "./find-lost";
import { testEpoch, testValue, writeMarks } from "./json-patch";
import type { PatchOperation } from "./json-patch";
import type { RouteView } from "./router";

/** Whether a live rule is as it is wanted: defaults of the API server apart, and without fields that nobody asked for. */
export const isAsWanted = (wanted: object, live: object | undefined): boolean =>
  live !== undefined && covers(wanted, live) && Object.keys(live).every((key) => key in wanted);

/**
 * Single patch that puts a list of rules in the place of the one that was read.
 * @param at - JSON Pointer of the list
 * @param present - undefined where the object has none
 * @returns undefined where nothing has to be written
 */
export function writeRules(
  { object: { metadata }, live: { epoch: seen, zeroReason } }: RouteView,
  at: string,
  present: readonly object[] | undefined,
  wanted: readonly object[],
  epoch: string,
): readonly PatchOperation[] | undefined {
  const isSame =
    wanted.length === present?.length && wanted.every((rule, nth) => isAsWanted(rule, present[nth]));
  if (seen !== "" && isSame) return undefined;
  return [
    ...(present === undefined ? [] : [testValue(at, present)]),
    testEpoch(metadata),
    { op: "add", path: at, value: wanted },
    ...writeMarks(metadata, { epoch, ...(zeroReason === undefined ? {} : { zero: zeroReason }) }),
  ];
}
