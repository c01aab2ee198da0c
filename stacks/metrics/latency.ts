import { toBoundSeconds } from "./bound";
import type { MetricKind } from "./metric-kind";

/** Requests slower than each bound, from the source's own histogram. */
export const latency: MetricKind = {
  about: "requests slower than each bound, compared with stable's",
  keys: ["bounds", "toleratedRatio"],
  once: "be latency once, with all its bounds",
  findProblems: ({ bounds = [] }) => {
    const seconds = bounds.map(toBoundSeconds);
    return seconds.every((bound, i) => bound > (seconds[i - 1] ?? 0))
      ? []
      : [["bounds", "be above 0 and ascending"]];
  },
  toRule: ({ name, bounds, toleratedRatio = 1.2 }, source) => ({
    kind: "latency",
    name,
    boundsSeconds: bounds?.map(toBoundSeconds) ?? source.usualBoundsSeconds,
    toleratedRatio,
  }),
};
