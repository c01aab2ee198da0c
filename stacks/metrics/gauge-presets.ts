import { matchPodNames } from "../../components/core/sources/pods";
import { findPlaceholderProblems } from "./events";
import type { MetricKind } from "./metric-kind";

/** Pods of both tracks, as cAdvisor and kube-state-metrics name them. */
const pods = `namespace="{{namespace}}",pod=~"${matchPodNames({ app: "{{app}}" })}"`;

/** Sum by container over its limit, the worst container of each pod. */
const ofLimit = (used: string, resource: string): string =>
  `max by (pod) (sum by (pod, container) (${used}) / sum by (pod, container) (kube_pod_container_resource_limits{${pods},resource="${resource}"}))`;

/** A gauge that has a query and a limit of its own. */
function preset(about: string, query: string, usualLimit: number): MetricKind {
  return {
    about: `${about}, at most ${usualLimit}; a gauge`,
    keys: ["query", "limit"],
    findProblems: ({ query: own }) => (own === undefined ? [] : findPlaceholderProblems(own)),
    toRule: ({ name, query: own = query, limit = usualLimit }) => ({
      kind: "gauge",
      name,
      query: own,
      limit,
      direction: "atMost",
    }),
  };
}

/** Share of its CPU limit that a pod's busiest container uses. */
export const cpu = preset(
  "share of the CPU limit that each pod's busiest container uses, by cAdvisor and kube-state-metrics",
  ofLimit(`rate(container_cpu_usage_seconds_total{${pods},container!=""}[2m])`, "cpu"),
  0.8,
);

/** Share of its memory limit that a pod's fullest container uses. */
export const memory = preset(
  "share of the memory limit that each pod's fullest container uses, by cAdvisor and kube-state-metrics",
  ofLimit(`container_memory_working_set_bytes{${pods},container!=""}`, "memory"),
  0.9,
);

/** Share of the periods in which a pod's most throttled container had to wait for its CPU limit. */
export const throttled = preset(
  "share of the periods in which each pod's most throttled container had to wait for its CPU limit, by cAdvisor",
  `max by (pod) (sum by (pod, container) (rate(container_cpu_cfs_throttled_periods_total{${pods},container!=""}[2m])) / sum by (pod, container) (rate(container_cpu_cfs_periods_total{${pods},container!=""}[2m])))`,
  0.25,
);

/** Restarts of each pod. */
export const restarts = preset(
  "restarts of each pod in 5 minutes, by kube-state-metrics",
  `max by (pod) (increase(kube_pod_container_status_restarts_total{${pods}}[5m]))`,
  5,
);

/** Share of a database's connections that are in use. */
export const databaseConnections = preset(
  "share of the connections of each PostgreSQL server that are in use, by postgres_exporter",
  "sum by (instance) (pg_stat_activity_count) / max by (instance) (pg_settings_max_connections)",
  0.8,
);

/** Depth of a queue against its own past. */
export const queue: MetricKind = {
  about:
    "depth of a queue, as `query` has it, against its average of the half hour that ended 10 minutes ago: at most 2 times; a gauge",
  keys: ["query", "limit"],
  findProblems: ({ query }) =>
    query === undefined ? [["query", "be set: the depth of a queue"]] : findPlaceholderProblems(query),
  toRule: ({ name, query, limit = 2 }) => ({
    kind: "gauge",
    name,
    // An empty queue that gets a few entries is no trouble.
    query: `(${query as string}) / clamp_min(avg_over_time((${query as string})[30m:1m] offset 10m), 10)`,
    limit,
    direction: "atMost",
  }),
};
