import type { ObjectMeta } from "../object-meta";
import { isMatchTerms } from "../stage/match-terms";
import type { MatchTerms } from "../stage/match-terms";
import { isMirrorTerms } from "../stage/mirror-terms";
import type { MirrorTerms } from "../stage/mirror-terms";
import { isAside, matchWeight, mirrorWeight } from "../stage/exposure";
import { annotationPath, testValue } from "./json-patch";
import type { PatchOperation } from "./json-patch";

/** Annotation with the match whose requests reach the canary, as the route writer wrote it, JSON. */
const matchAnnotation = "sluice.dev/match";

/** Annotation with the mirror by which copies reach the canary, as the route writer wrote it, JSON. */
const mirrorAnnotation = "sluice.dev/mirror";

type Annotated = Pick<ObjectMeta, "annotations">;

/** Match or mirror by which a stage sends to the canary at weight 0; neither with a weight. */
export interface Beside {
  readonly match?: MatchTerms | undefined;
  readonly mirror?: MirrorTerms | undefined;
}

function readTerms<T>(
  { annotations }: Annotated,
  annotation: string,
  isTerms: (value: unknown) => value is T,
): T | undefined {
  const text = annotations?.[annotation];
  if (text === undefined) return undefined;
  try {
    const terms: unknown = JSON.parse(text);
    return isTerms(terms) ? terms : undefined;
  } catch {
    return undefined;
  }
}

/** The match that the route writer gave an object last; undefined where it has none. */
export const readMatch = (metadata: Annotated): MatchTerms | undefined =>
  readTerms(metadata, matchAnnotation, isMatchTerms);

/** The mirror that the route writer gave an object last; undefined where it has none. */
export const readMirror = (metadata: Annotated): MirrorTerms | undefined =>
  readTerms(metadata, mirrorAnnotation, isMirrorTerms);

function writeTerms(
  { annotations }: Annotated,
  annotation: string,
  terms: MatchTerms | MirrorTerms | undefined,
): readonly PatchOperation[] {
  const path = annotationPath(annotation);
  if (terms !== undefined) return [{ op: "add", path, value: JSON.stringify(terms) }];
  return annotations !== undefined && annotation in annotations ? [{ op: "remove", path }] : [];
}

/** Writes which match or mirror an object has now, behind the other marks. */
export const writeBeside = (metadata: Annotated, { match, mirror }: Beside): readonly PatchOperation[] => [
  ...writeTerms(metadata, matchAnnotation, match),
  ...writeTerms(metadata, mirrorAnnotation, mirror),
];

/** Takes a rule away, if it is still the same. */
export const removeRule = (path: string, rule: unknown): readonly PatchOperation[] => [
  testValue(path, rule),
  { op: "remove", path },
];

/**
 * Takes the rules of a match or mirror away, from the last one on, and puts those of the next one behind all others.
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
 * The canary's share of the app's own rules in a write: none beside a match or mirror.
 * @throws {RangeError} for the weight of a match or mirror without its terms, or terms with another weight
 */
export function shareWritten(
  { weight, match, mirror }: Beside & { readonly weight: number },
  app: string,
): number {
  const fits =
    (weight === matchWeight) === (match !== undefined) &&
    (weight === mirrorWeight) === (mirror !== undefined);
  if (fits) return isAside(weight) ? 0 : weight;
  throw new RangeError(
    `Cannot write the route of "${app}": a match or mirror must have its terms and no weight`,
  );
}
