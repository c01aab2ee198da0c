import { isSelector, unknownPlaceholders } from "../../components/core/sources/metric-query";
import { given } from "../../components/core/given";
import type { MetricKind, MetricProblem } from "./metric-kind";

/** Problems of the placeholders in a query. */
export function findPlaceholderProblems(query: string): readonly MetricProblem[] {
  return unknownPlaceholders(query).length === 0
    ? []
    : [["query", "use no other placeholders than {{namespace}} and {{app}}"]];
}

function findQueryProblems(query: string): readonly MetricProblem[] {
  const placeholders = findPlaceholderProblems(query);
  if (placeholders.length > 0 || isSelector(query)) return placeholders;
  const example = 'csp_violations_total{namespace="{{namespace}}"}';
  return [["query", `select a counter, such as ${example}, without functions`]];
}

/** Events that need a cause: answers with some status, or a counter of the app's own. */
export const events: MetricKind = {
  about: "events per request, compared with stable's: answers with a status, or a counter",
  keys: ["codes", "query", "queries", "toleratedRatio"],
  findProblems: ({ codes, query, queries }) => [
    ...((codes === undefined) === (query === undefined && queries === undefined)
      ? [["codes", "be set for events, or query instead"] as const]
      : []),
    ...(query !== undefined && queries !== undefined ? [["queries", "be left out with query"] as const] : []),
    ...(query === undefined ? [] : findQueryProblems(query)),
    ...Object.values(queries ?? {}).flatMap((one) =>
      findQueryProblems(one).map(([, rule]) => ["queries", rule] as const),
    ),
  ],
  toRule: ({ name, toleratedRatio = 2, codes, query, queries }) => ({
    kind: "events",
    name,
    toleratedRatio,
    ...given("codes", codes),
    ...given("query", query),
    ...given("queries", queries),
  }),
};
