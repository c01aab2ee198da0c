import { narrow } from "../../components/core/sources/promql";
import { isSelector } from "../../components/core/sources/metric-query";
import type { Track } from "../../components/core/track";
import { findPlaceholderProblems } from "./events";
import type { MetricKind, MetricProblem } from "./metric-kind";

/** Fewer requests of a track in 5 minutes have no such quantile worth the name. */
const fewest = 100;
/** Factor by which a quantile beyond the last bucket counts more: it is larger than any that can be read. */
const beyond = 1000;

const withBraces = (selector: string): string => (selector.endsWith("}") ? selector : `${selector}{}`);

/** PromQL for a quantile of the canary's durations in stable's, of the last 5 minutes. */
function renderRatio(quantile: number, { stable, canary }: Readonly<Record<Track, string>>): string {
  const all = (selector: string): string => narrow(withBraces(selector.trim()), 'le="+Inf"');
  const finite = narrow(withBraces(canary.trim()), 'le!="+Inf"');
  const of = (selector: string): string =>
    `histogram_quantile(${quantile}, sum by (le) (rate(${selector.trim()}[5m])))`;
  const count = (selector: string): string => `sum(increase(${all(selector)}[5m]))`;
  // The quantile itself says no more than the last bucket's bound where it lies beyond.
  const isWithin = `(max(sum by (le) (rate(${finite}[5m]))) / sum(rate(${all(canary)}[5m])) > bool ${quantile})`;
  const ratio = `${of(canary)} / ${of(stable)} / clamp_min(${isWithin}, ${1 / beyond})`;
  const enough = [canary, stable].map((one) => `(${count(one)} >= ${fewest})`).join(" and ");
  // Without any series there is no value, which is told; with few requests it is 0.
  return `(${ratio} and ${enough}) or (0 * ${count(canary)} * ${count(stable)})`;
}

const example = 'traefik_service_request_duration_seconds_bucket{service=~"{{namespace}}-{{app}}-canary-.*"}';

function findProblems({ queries }: Parameters<MetricKind["findProblems"]>[0]): readonly MetricProblem[] {
  if (queries === undefined) return [["queries", "be set: the buckets of each track's histogram"]];
  return Object.values(queries).flatMap((one): readonly MetricProblem[] => [
    ...findPlaceholderProblems(one).map(([, rule]) => ["queries", rule] as const),
    ...(isSelector(one) ? [] : [["queries", `select buckets of a histogram, such as ${example}`] as const]),
  ]);
}

function preset(quantile: number): MetricKind {
  const name = `p${100 * quantile}`;
  return {
    about: `the canary's ${name} of the last 5 minutes in stable's, at most 2, by the buckets in \`queries\`; a change within one bucket is not seen, one beyond the last bucket always; with fewer than ${fewest} requests of a track it is 0; a gauge`,
    keys: ["queries", "limit"],
    findProblems,
    toRule: ({ name: called, queries, limit = 2 }) => ({
      kind: "gauge",
      name: called,
      // The schema has seen to it that they are set.
      query: renderRatio(quantile, queries as Readonly<Record<Track, string>>),
      limit,
      direction: "atMost",
    }),
  };
}

/** Twice the time that 95 of 100 requests of stable take at most. */
export const p95 = preset(0.95);

/** The same of 99 of 100. */
export const p99 = preset(0.99);
