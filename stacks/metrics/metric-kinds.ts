import { events } from "./events";
import { gauge } from "./gauge";
import { latency } from "./latency";
import type { MetricKind } from "./metric-kind";

/** Kinds of metric that may be judged besides errors. */
export const metricKinds = { latency, events, gauge } satisfies Readonly<Record<string, MetricKind>>;

type MetricKindName = keyof typeof metricKinds;

/** Names of {@link metricKinds}. */
export const metricKindNames = Object.keys(metricKinds) as [MetricKindName, ...MetricKindName[]];
