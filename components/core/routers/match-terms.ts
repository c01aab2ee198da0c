import type { ObjectMeta } from "../object-meta";
import { isMatchTerms } from "../stage/match-terms";
import type { MatchTerms } from "../stage/match-terms";
import { matchWeight } from "../stage/exposure";
import { annotationPath, testValue } from "./json-patch";
import type { PatchOperation } from "./json-patch";

/** Annotation with the match whose requests reach the canary, as the route writer wrote it, JSON. */
const matchAnnotation = "sluice.dev/match";

/** The match that the route writer gave an object last; undefined where it has none. */
export function readMatch({ annotations }: Pick<ObjectMeta, "annotations">): MatchTerms | undefined {
  const text = annotations?.[matchAnnotation];
  if (text === undefined) return undefined;
  try {
    const terms: unknown = JSON.parse(text);
    return isMatchTerms(terms) ? terms : undefined;
  } catch {
    return undefined;
  }
}

/** Writes which match an object has now, behind the other marks. */
export function writeMatch(
  { annotations }: Pick<ObjectMeta, "annotations">,
  terms: MatchTerms | undefined,
): readonly PatchOperation[] {
  const path = annotationPath(matchAnnotation);
  if (terms !== undefined) return [{ op: "add", path, value: JSON.stringify(terms) }];
  return annotations !== undefined && matchAnnotation in annotations ? [{ op: "remove", path }] : [];
}

/** Takes a rule away, if it is still the same. */
export const removeRule = (path: string, rule: unknown): readonly PatchOperation[] => [
  testValue(path, rule),
  { op: "remove", path },
];

/**
 * Takes the rules of a match away, from the last one on, and puts those of the next one behind all others.
 * @param at - JSON Pointer of the object's rules
 * @param gone - places of the rules that go, in order
 */
export const exchangeRules = (
  at: string,
  rules: readonly unknown[],
  gone: readonly number[],
  added: readonly unknown[],
): readonly PatchOperation[] => [
  ...gone.toReversed().flatMap((index) => removeRule(`${at}/${index}`, rules[index])),
  ...added.map((value, nth): PatchOperation => ({
    op: "add",
    path: `${at}/${rules.length - gone.length + nth}`,
    value,
  })),
];

/**
 * The canary's share of the app's own rules in a write: none beside a match.
 * @throws {RangeError} for the weight of a match without its terms, or terms with another weight
 */
export function shareWritten(
  { weight, match }: { readonly weight: number; readonly match: MatchTerms | undefined },
  app: string,
): number {
  if ((weight === matchWeight) === (match !== undefined)) return match === undefined ? weight : 0;
  throw new RangeError(`Cannot write the route of "${app}": a match must have its terms and no weight`);
}
