import type { UnaskedLabels } from "../evidence/labels/unasked";
import { narrow } from "../sources/promql";
import type { RateCounter } from "../sources/source";
import type { DurationSelectors } from "./duration-rates";
import { showBound } from "./slo";
import type { Slo } from "./slo";
import type { UserRates } from "./user-rates";

/** Counters of an objective: all requests, and those that failed, or that were fast enough. */
export type SloRates = UserRates | DurationSelectors;

/** Label of a sum's parts; it stays where only some of the parts have failed requests, or other ones. */
const partLabel = "sluice_part";

/** Requests that miss an objective, as the end of a sentence. */
export function describeMiss({ withinSeconds }: Slo): string {
  return withinSeconds === undefined ? "failed" : `took longer than ${showBound(withinSeconds)}`;
}

/** Labels that matchers name. */
const namesIn = (matchers: readonly string[]): readonly string[] => [
  ...new Set(
    matchers.flatMap((one) =>
      [...one.matchAll(/(\w+)(?:=~|!~|!=|=)"(?:[^"\\]|\\.)*"/g)].map(([, name]) => name as string),
    ),
  ),
];

/**
 * Sum of vectors without what no user asked for, by labels that are kept. Counters lose their names in `rate`, so each
 * part of several has a mark. The labels that tell who asked are joined, since a matcher for each would have to repeat
 * the same expression; what it matches gets a label that is not among those of `vector(1)`, which are none.
 */
function sumAsked(
  vectors: readonly string[],
  unasked: readonly UnaskedLabels[],
  kept: readonly string[] = [],
): string {
  const marked = vectors.map((one, nth) => `label_replace(${one}, "${partLabel}", "${nth}", "", "")`);
  const all = (vectors.length === 1 ? vectors : marked).join(" or ");
  const by = (names: readonly string[]) => `sum by (${[...new Set(names)].join(", ")}) `;
  if (unasked.length === 0) return `${kept.length === 0 ? "sum" : by(kept)}(${all})`;
  const told = unasked.reduce(
    (inner, { names, expression }) => {
      const joined = names.map((name) => `"${name}"`).join(", ");
      return `label_replace(label_join(${inner}, "sluice_asked", "\\n", ${joined}), "sluice_unasked", "1", "sluice_asked", ${JSON.stringify(expression)})`;
    },
    `${by([...kept, ...unasked.flatMap(({ names }) => names)])}(${all})`,
  );
  return `(${by([...kept, "sluice_unasked"])}(${told}) and on (sluice_unasked) vector(1))`;
}

const rateOf = (selector: string, window: string): string => `rate(${selector}[${window}])`;

/** Requests per second. */
export function sumRates(rates: SloRates, window: string): string {
  const selectors = "within" in rates ? rates.total : rates.counters.map(({ selector }) => selector);
  return sumAsked(
    selectors.map((one) => rateOf(one, window)),
    rates.unasked,
  );
}

/** Requests per second that were fast enough. */
export function sumWithin({ within, unasked }: DurationSelectors, window: string): string {
  return sumAsked(
    within.map((one) => rateOf(one, window)),
    unasked,
  );
}

/** Matchers of failed requests in a sum of all counters, any of which is enough. */
function failedIn(counters: readonly RateCounter[]): readonly string[] {
  return [...new Set(counters.flatMap(({ failed }) => failed))].map((which) => {
    const parts = counters.flatMap(({ failed }, nth) => (failed.includes(which) ? [nth] : []));
    const part = parts.length === counters.length ? "" : `${partLabel}=~"${parts.join("|")}"`;
    return [part, which].filter((one) => one !== "").join(",");
  });
}

/** Requests per second by the labels that tell failed ones. */
export function sumStatuses({ counters, unasked }: UserRates, window: string): string {
  return sumAsked(
    counters.map(({ selector }) => rateOf(selector, window)),
    unasked,
    namesIn(failedIn(counters)),
  );
}

/** Label and expression of a matcher of one label's values. */
const valueMatcher = /^(\w+)=~("(?:[^"\\]|\\.)*")$/;

/**
 * Requests per second that failed; absent where no counter of them is there yet. Where each matcher is about one label,
 * failed ones are marked in the sum of all: a selector for each counter and matcher would be several times as long.
 */
function sumFailed(rates: UserRates, window: string): string {
  const { counters, unasked } = rates;
  const which = failedIn(counters);
  const matchers = which.flatMap((one) => {
    const [, label, values] = valueMatcher.exec(one) ?? [];
    return label === undefined || values === undefined ? [] : [{ label, values }];
  });
  if (which.length > 1 && matchers.length === which.length) {
    const marked = matchers.reduce(
      (inner, { label, values }) => `label_replace(${inner}, "sluice_failed", "1", "${label}", ${values})`,
      sumStatuses(rates, window),
    );
    return `sum(${marked} and on (sluice_failed) label_replace(vector(1), "sluice_failed", "1", "", ""))`;
  }
  const vectors = counters
    .filter(({ failed }) => failed.length > 0)
    .map(({ selector, failed }) =>
      failed.map((one) => rateOf(one === "" ? selector : narrow(selector, one), window)).join(" or "),
    );
  return sumAsked(vectors, unasked);
}

/**
 * Failed requests per second, from a recorded series of {@link sumStatuses}.
 * @param statuses - its selector
 */
export function sumFailedStatuses({ counters }: UserRates, statuses: string): string {
  const selectors = failedIn(counters).map((which) => narrow(statuses, which));
  return `sum(${selectors.join(" or ")})`;
}

/**
 * Share of requests that miss an objective within a window, straight from the counters; absent where there was no
 * request. Without a counter of failures none failed. A share of slow ones is absent where there is no bucket of the
 * bound: without it all would seem slow.
 */
export function failedShare(rates: SloRates, window: string): string {
  const all = `(${sumRates(rates, window)} > 0)`;
  return "within" in rates
    ? `clamp_min(1 - ${sumWithin(rates, window)} / ${all}, 0)`
    : `(${sumFailed(rates, window)} or vector(0)) / ${all}`;
}
