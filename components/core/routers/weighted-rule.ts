import { describeWeight } from "../stage/exposure";
import { shareWritten, writeBeside } from "./match-terms";
import type { Beside } from "./match-terms";
import type { LiveRoute } from "../live";
import type { serviceNames } from "../settings";
import { testEpoch, testValue, writeMarks } from "./json-patch";
import type { PatchOperation } from "./json-patch";
import type { RouteSettings } from "./foreign-rules";
import type { RouteView, WeightChange } from "./router";

/** A rule that carries the app's requests, as it was found. */
export interface WeightedRule<R> {
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

/** Names of Services in references. */
export interface RefNames<R> {
  /** Place of the name in a reference, as part of a JSON Pointer. */
  readonly at: string;
  /** The name as it stands. */
  of(ref: R): string;
  /** The same reference, to another Service. */
  rename(ref: R, service: string): R;
}

/** References with the Service's name in a field of that name. */
export const plainNames = <R extends { readonly name: string }>(): RefNames<R> => ({
  at: "name",
  of: ({ name }) => name,
  rename: (ref, name) => ({ ...ref, name }),
});

/** Share of the references at some places of a rule, percent; 0 where all weights are. */
export function shareOf<R>(
  refs: readonly R[],
  places: readonly number[],
  weightOf: (ref: R) => number,
): number {
  const sum = refs.reduce((total, ref) => total + weightOf(ref), 0);
  const ours = places.reduce((total, at) => total + weightOf(refs[at] as R), 0);
  return sum === 0 ? 0 : (100 * ours) / sum;
}

/**
 * References of a rule with both tracks in the place of the app; those of others stay where they are.
 * @param isApp - whether a reference is to the app or one of its tracks; true for at least one
 * @param weight - of the canary, percent
 */
export function splitRefs<R extends object>(
  refs: readonly R[],
  isApp: (ref: R) => boolean,
  { stable, canary }: Pick<ReturnType<typeof serviceNames>, "stable" | "canary">,
  weight: number,
  names: RefNames<R>,
): readonly R[] {
  const first = refs.find(isApp) as R;
  const pair: readonly R[] = [
    { ...names.rename(first, stable), weight: 100 - weight },
    { ...names.rename(first, canary), weight },
  ];
  return refs.flatMap((ref) => (ref === first ? pair : isApp(ref) ? [] : [ref]));
}

/** Share that the app's own rules send to the canary, percent: the greatest. */
export const ownWeight = (rules: readonly WeightedRule<unknown>[]): number =>
  Math.max(0, ...rules.map(({ weight }) => weight));

/** Places of the rules of others in a router's own object, whose traffic to the canary a write of 0 ends. */
export const foreignPlaces = ({ foreign }: Pick<LiveRoute, "foreign">): ReadonlySet<string> =>
  new Set(foreign?.rules.flatMap((one) => (one.own ? [one.rule] : [])));

type Weights = Required<Pick<WeightChange, "weight" | "withoutCanary">>;

/**
 * Both weights at the places where the references are; a rule that lost stable gets it back, like the canary.
 * @param at - JSON Pointer of the rule's references
 * @param service - name of stable's
 * @param like - reference that one of stable is made like
 */
export function writeWeights<R>(
  { stable, canary, refs }: WeightedRule<R>,
  at: string,
  { weight, withoutCanary }: Weights,
  service: string,
  like: R,
  names: RefNames<R>,
): readonly PatchOperation[] {
  const add = (path: string, value: unknown): PatchOperation => ({ op: "add", path: `${at}/${path}`, value });
  const share = (place: number, value: number): PatchOperation => add(`${place}/weight`, value);
  return [
    ...[...stable, ...canary].map((place) =>
      testValue(`${at}/${place}/${names.at}`, names.of(refs[place] as R)),
    ),
    ...stable.map((place, nth) => share(place, nth === 0 ? 100 - weight : 0)),
    ...canary.map((place, nth) => share(place, nth === 0 ? weight : 0)),
    ...(stable.length === 0 ? [add("-", { ...names.rename(like, service), weight: 100 - weight })] : []),
    ...(weight === 0 && withoutCanary
      ? canary
          .toSorted((a, b) => b - a)
          .map((place): PatchOperation => ({ op: "remove", path: `${at}/${place}` }))
      : []),
  ];
}

/** Parts of a write of the weight that differ from router to router. */
interface WeightParts<R> {
  /** JSON Pointer of the list of rules, and its value. */
  readonly at: string;
  readonly rules: readonly unknown[];
  /** The app's own rules. */
  readonly own: readonly WeightedRule<R>[];
  write(rule: WeightedRule<R>, change: Weights): readonly PatchOperation[];
  /** Ends the traffic that others sent to the canary in this object. */
  endForeign(): readonly PatchOperation[];
  /** Ends a match or mirror, and begins the one of the write. */
  exchangeBeside(beside: Beside): readonly PatchOperation[];
}

/**
 * Single patch that moves traffic: tests, both weights of each rule of the app, the new epoch, and the reason for zero.
 * A write of weight 0 also ends the traffic that others sent to the canary in this object.
 * @throws {RangeError} for a raise where the app's own rules are not as they were written
 */
export function renderWeights<R>(
  { object, live: { damage } }: RouteView,
  { app }: Pick<RouteSettings, "app">,
  { weight, match, mirror, guard, withoutCanary = false, ...marks }: WeightChange,
  { at, rules, own, write, endForeign, exchangeBeside }: WeightParts<R>,
): readonly PatchOperation[] {
  const share = shareWritten({ weight, match, mirror }, app);
  if (weight > 0 && (own.length === 0 || damage !== undefined))
    throw new RangeError(`Cannot write ${describeWeight(weight)} to the route of "${app}": ${damage?.text}`);
  return [
    ...(guard === "exact" ? [testValue(at, rules), testEpoch(object.metadata)] : []),
    ...own.flatMap((rule) => write(rule, { weight: share, withoutCanary })),
    ...(weight === 0 ? endForeign() : []),
    ...exchangeBeside({ match, mirror }),
    ...writeMarks(object.metadata, marks),
    ...writeBeside(object.metadata, { match, mirror }),
  ];
}
