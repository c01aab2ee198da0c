import { findPlaceholderProblems } from "./events";
import type { MetricKind } from "./metric-kind";

/** A value with a limit. */
export const gauge: MetricKind = {
  about: "a value with a limit: beyond it the stage is held; it never fails a release",
  keys: ["query", "limit", "direction"],
  findProblems: ({ query, limit }) => [
    ...(query === undefined ? [["query", "be set for a gauge"] as const] : findPlaceholderProblems(query)),
    ...(limit === undefined ? [["limit", "be set for a gauge"] as const] : []),
  ],
  // The schema has seen to it that both are set.
  toRule: ({ name, query, limit, direction = "atMost" }) => ({
    kind: "gauge",
    name,
    query: query as string,
    limit: limit as number,
    direction,
  }),
};
