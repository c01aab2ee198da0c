import type { ObjectMeta } from "../object-meta";
import { testEpoch, testValue } from "./json-patch";
import type { PatchOperation } from "./json-patch";

/** Rules of a user's object, as a router tells them apart. */
export interface GivenRules<Rule> {
  /** JSON pointer of the list. */
  readonly pointer: string;
  readonly live: readonly Rule[];
  /** Whether Sluice added the rule: it goes. */
  isBeside(rule: Rule, index: number): boolean;
  /** Whether the rule is the user's and names the canary. */
  isSplit(rule: Rule, index: number): boolean;
  withoutCanary(rule: Rule): Rule;
}

/**
 * The patch by which an object of another owner leads to the user's Service alone again: no canary, no rules that
 * Sluice added. The marks of the route writer stay, so that whoever reads it knows whose the last write was.
 * @returns undefined where it is so already
 */
export function giveRulesBack<Rule>(
  metadata: ObjectMeta,
  { pointer, live, isBeside, isSplit, withoutCanary }: GivenRules<Rule>,
): readonly PatchOperation[] | undefined {
  if (!live.some((rule, index) => isBeside(rule, index) || isSplit(rule, index))) return undefined;
  const value = live.flatMap((rule, index) => {
    if (isBeside(rule, index)) return [];
    return [isSplit(rule, index) ? withoutCanary(rule) : rule];
  });
  return [testValue(pointer, live), testEpoch(metadata), { op: "replace", path: pointer, value }];
}
