import { authentication, clientErrors, csp, rateLimited } from "./event-presets";
import { events } from "./events";
import { gauge } from "./gauge";
import { cpu, databaseConnections, memory, queue, restarts, throttled } from "./gauge-presets";
import { latency } from "./latency";
import { log } from "./log";
import type { MetricKind } from "./metric-kind";
import { p95, p99 } from "./quantile-presets";

/** Kinds of metric that may be judged besides errors; presets are events and gauges with a query of their own. */
export const metricKinds = {
  latency,
  events,
  gauge,
  log,
  "client-errors": clientErrors,
  authentication,
  "rate-limited": rateLimited,
  csp,
  p95,
  p99,
  cpu,
  "cpu-throttled": throttled,
  memory,
  restarts,
  "database-connections": databaseConnections,
  queue,
} satisfies Readonly<Record<string, MetricKind>>;

type MetricKindName = keyof typeof metricKinds;

/** Names of {@link metricKinds}. */
export const metricKindNames = Object.keys(metricKinds) as [MetricKindName, ...MetricKindName[]];
