import type { CheckFact } from "../checks/spec";
import type { PreflightFacts } from "./facts";
import { go, noGo, unknown } from "./item";
import type { Look } from "./item";

const fix = "repair what it names, or change sluice:checks";

const tell = (checks: readonly CheckFact[]): string => checks.map(({ text }) => text).join("; ");

/** Whether `sluice:checks` find what they are to find, but for those that answer another item. */
export function findChecks({ checks = [] }: PreflightFacts): Look {
  const own = checks.filter(({ item }) => item === undefined);
  if (own.length === 0) return unknown("sluice:checks has none for before traffic");
  const bad = own.filter(({ isFine }) => !isFine);
  return bad.length === 0 ? go(tell(own)) : noGo(tell(bad), fix);
}

/** Finding of the checks that answer an item; undefined where none does. */
export function findAnswered({ checks = [] }: PreflightFacts, id: string): Look | undefined {
  const own = checks.filter(({ item }) => item === id);
  if (own.length === 0) return undefined;
  const bad = own.filter(({ isFine }) => !isFine);
  const wrong = bad.filter(({ isUnknown }) => isUnknown !== true);
  if (wrong.length > 0) return noGo(tell(wrong), fix);
  return bad.length > 0 ? unknown(tell(bad)) : go(tell(own));
}

/**
 * Looks at an item that only checks can see.
 * @param example - such a check, for people
 */
export const byCheck =
  (example: string): (() => Look) =>
  () =>
    unknown(`no check of sluice:checks answers it, such as ${example}`);

/** Looks at what only an object's time of success can show. */
export const freshObject = byCheck("an `object` whose time of success is `newerThan` 24h");
