import type { LiveRoute } from "../live";
import { objectNames } from "../settings";
import { testValue } from "./json-patch";
import type { PatchOperation } from "./json-patch";
import type { WeightChange } from "./router";

/** A reference to a Service in a rule, as far as shares are concerned. */
interface Ref {
  readonly name: string;
}

/** A rule that carries the app's requests, as it was found. */
export interface WeightedRule<R extends Ref> {
  /** Place in the object's list of rules. */
  readonly index: number;
  /** Places in the rule's list of references. */
  readonly stable: readonly number[];
  /** Of all Services with the canary's pods, that of its share first. */
  readonly canary: readonly number[];
  /** All references. */
  readonly refs: readonly R[];
  /** Share of the canary, percent. */
  readonly weight: number;
}

/** Share of the references at some places of a rule, percent; 0 where all weights are. */
export function shareOf<R extends Ref>(
  refs: readonly R[],
  places: readonly number[],
  weightOf: (ref: R) => number,
): number {
  const sum = refs.reduce((total, ref) => total + weightOf(ref), 0);
  const ours = places.reduce((total, at) => total + weightOf(refs[at] as R), 0);
  return sum === 0 ? 0 : (100 * ours) / sum;
}

/** Share that the app's own rules send to the canary, percent: the greatest. */
export const ownWeight = (rules: readonly WeightedRule<Ref>[]): number =>
  Math.max(0, ...rules.map(({ weight }) => weight));

/** Places of the rules of others in a router's own object, whose traffic to the canary a write of 0 ends. */
export const foreignPlaces = ({ foreign }: Pick<LiveRoute, "foreign">): ReadonlySet<string> =>
  new Set(foreign?.rules.flatMap((one) => (one.own ? [one.rule] : [])));

/**
 * Both weights at the places where the references are; a rule that lost stable gets it back, like the canary.
 * @param at - JSON Pointer of the rule's references
 * @param like - reference that one of stable is made like
 */
export function writeWeights<R extends Ref>(
  { stable, canary, refs }: WeightedRule<R>,
  at: string,
  { weight, withoutCanary }: Required<Pick<WeightChange, "weight" | "withoutCanary">>,
  app: string,
  like: R,
): readonly PatchOperation[] {
  const names = objectNames(app);
  const add = (path: string, value: unknown): PatchOperation => ({ op: "add", path: `${at}/${path}`, value });
  const share = (place: number, value: number): PatchOperation => add(`${place}/weight`, value);
  return [
    ...stable.map((place) => testValue(`${at}/${place}/name`, names.stable)),
    ...canary.map((place) => testValue(`${at}/${place}/name`, refs[place]?.name)),
    ...stable.map((place, nth) => share(place, nth === 0 ? 100 - weight : 0)),
    ...canary.map((place, nth) => share(place, nth === 0 ? weight : 0)),
    ...(stable.length === 0 ? [add("-", { ...like, name: names.stable, weight: 100 - weight })] : []),
    ...(weight === 0 && withoutCanary
      ? canary
          .toSorted((a, b) => b - a)
          .map((place): PatchOperation => ({ op: "remove", path: `${at}/${place}` }))
      : []),
  ];
}
