import type { MetricRule } from "../../components/core/evidence/metric-rule";
import { events } from "./events";
import { gauge } from "./gauge";
import { latency } from "./latency";
import type { MetricKind } from "./metric-kind";

/** Kinds of metric that may be judged besides errors. */
export const metricKinds: Readonly<Record<MetricRule["kind"], MetricKind>> = { latency, events, gauge };

/** Names of {@link metricKinds}. */
export const metricKindNames = Object.keys(metricKinds) as [MetricRule["kind"], ...MetricRule["kind"][]];
