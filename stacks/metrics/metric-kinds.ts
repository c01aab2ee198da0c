import { authentication, clientErrors, csp, rateLimited } from "./event-presets";
import { events } from "./events";
import { gauge } from "./gauge";
import { cpu, databaseConnections, memory, queue, restarts } from "./gauge-presets";
import { latency } from "./latency";
import type { MetricKind } from "./metric-kind";

/** Kinds of metric that may be judged besides errors; presets are events and gauges with a query of their own. */
export const metricKinds = {
  latency,
  events,
  gauge,
  "client-errors": clientErrors,
  authentication,
  "rate-limited": rateLimited,
  csp,
  cpu,
  memory,
  restarts,
  "database-connections": databaseConnections,
  queue,
} satisfies Readonly<Record<string, MetricKind>>;

type MetricKindName = keyof typeof metricKinds;

/** Names of {@link metricKinds}. */
export const metricKindNames = Object.keys(metricKinds) as [MetricKindName, ...MetricKindName[]];
