import { sources } from "../../components/core/sources/sources";
import type { MetricKind } from "./metric-kind";

const toSeconds = (bound: string): number =>
  bound.endsWith("ms") ? Number.parseInt(bound, 10) / 1000 : Number.parseInt(bound, 10);

/** Requests slower than each bound, from the source's own histogram. */
export const latency: MetricKind = {
  about: "requests slower than each bound, compared with stable's",
  keys: ["bounds", "toleratedRatio"],
  once: "be latency once, with all its bounds",
  findProblems: ({ bounds = [] }) => {
    const seconds = bounds.map(toSeconds);
    return seconds.every((bound, i) => bound > (seconds[i - 1] ?? 0))
      ? []
      : [["bounds", "be above 0 and ascending"]];
  },
  toRule: ({ name, bounds, toleratedRatio = 1.2 }, source) => ({
    kind: "latency",
    name,
    boundsSeconds: bounds?.map(toSeconds) ?? sources[source].usualBoundsSeconds,
    toleratedRatio,
  }),
};
