import type { Cluster } from "../cluster/api";
import type { LogMetric, LokiAccess } from "../core/evidence/metric-rule";
import { given } from "../core/given";
import { mergeMetrics } from "../core/evidence/read-counters";
import { fillIn } from "../core/sources/metric-query";
import { trackOfPod, podOf } from "../core/sources/pods";
import type { CountedApp, RawMetric } from "../core/sources/source";
import type { Track } from "../core/track";
import type { RawSeries } from "../core/verdict/index";
import type { Prometheus } from "./client";
import type { MetricsAnswer } from "./metrics-error";
import { openPrometheus } from "./open-prometheus";
import type { MetricReading } from "./read-metrics";
import { planWindows } from "./windows";

/** Collectors bring lines late: the last seconds are left for the next look. */
const lateSeconds = 10;
/** A track has to have written anything in this time, seconds, or nobody collects its logs. */
const silentSeconds = 300;

/** A line filter of LogQL; what is between backticks is taken as it is. */
const quote = (expression: string): string =>
  expression.includes("`") ? JSON.stringify(expression) : `\`${expression}\``;

/** LogQL for the lines of each pod that are events, per second, and for all of its lines. */
export function renderLogQl(
  { lines, except }: Pick<LogMetric, "lines" | "except">,
  selector: string,
): { readonly events: string; readonly all: string } {
  const filters = `|~ ${quote(lines)} !~ ${quote(except)}`;
  return {
    events: `sum by (pod, namespace) (count_over_time(${selector} ${filters} [1s]))`,
    all: `sum by (pod, namespace) (count_over_time(${selector} [${silentSeconds}s]))`,
  };
}

function openLoki(
  cluster: Cluster,
  { address, tokenFrom, tenant }: LokiAccess,
  requestTimeoutSeconds: number,
): Prometheus {
  const access = {
    prometheus: address,
    requestTimeoutSeconds,
    ...given("tokenFrom", tokenFrom),
    ...given("tenant", tenant),
  };
  return openPrometheus(cluster, access, process.env, "/loki/api/v1");
}

/** Events of each second between two whole ones, an hour at a time: Loki gives at most 11,000 values at once. */
async function countEvents(
  loki: Prometheus,
  events: string,
  beginSeconds: number,
  endSeconds: number,
  signal: AbortSignal | undefined,
): Promise<MetricsAnswer<readonly RawMetric[]>> {
  const answers: (readonly RawMetric[])[] = [];
  for (const { atSeconds, rangeSeconds } of planWindows(beginSeconds, endSeconds)) {
    const span = { fromSeconds: atSeconds - rangeSeconds + 1, untilSeconds: atSeconds, stepSeconds: 1 };
    const answer = await loki.queryRange(events, span, signal);
    if (!answer.ok) return answer;
    answers.push(answer.value);
  }
  return { ok: true, value: mergeMetrics(answers) };
}

/** Increments of each pod, with one at the end of what was read. */
function toSeries(
  metric: LogMetric,
  found: readonly RawMetric[],
  pods: readonly Readonly<Record<string, string>>[],
  app: CountedApp,
  endSeconds: number,
): RawSeries[] {
  return pods.flatMap((labels): RawSeries[] => {
    const [pod, track] = [podOf(labels), trackOfPod(labels, app)];
    if (pod === undefined || track === undefined) return [];
    const own = found.filter((one) => podOf(one.labels) === pod).flatMap(({ samples }) => samples);
    const samples = own.filter(([at]) => at < endSeconds);
    const last = own.find(([at]) => at === endSeconds)?.[1] ?? 0;
    const id = `${metric.name},loki,${pod}`;
    const counters = [`event:${metric.name}`];
    return [
      { id, target: id, track, counters, areIncrements: true, samples: [...samples, [endSeconds, last]] },
    ];
  });
}

/**
 * Reads from Loki how many lines of both tracks' pods were events between two moments, seconds since the epoch. A track
 * of which Loki has no line at all is not known to be well.
 */
export async function readLoki(
  cluster: Cluster,
  metric: LogMetric & { readonly loki: LokiAccess },
  app: CountedApp,
  tracks: readonly Track[],
  requestTimeoutSeconds: number,
  fromSeconds: number,
  untilSeconds: number,
  signal?: AbortSignal,
): Promise<MetricReading> {
  const { events, all } = renderLogQl(metric, fillIn(metric.loki.selector, app));
  const unread = (problem: string): MetricReading => ({
    series: [],
    unread: [{ metric: metric.name, query: events, problem }],
  });
  try {
    const loki = openLoki(cluster, metric.loki, requestTimeoutSeconds);
    const end = Math.floor(untilSeconds - lateSeconds);
    const begin = Math.min(Math.floor(fromSeconds), end - 1);
    const [found, pods] = await Promise.all([
      countEvents(loki, events, begin, end, signal),
      loki.queryLabels(all, signal),
    ]);
    if (!found.ok) return unread(`${found.error.code}: ${found.error.message} (${loki.name})`);
    if (!pods.ok) return unread(`${pods.error.code}: ${pods.error.message} (${loki.name})`);
    const known = [...pods.value, ...found.value.map(({ labels }) => labels)];
    const byPod = new Map(known.map((labels) => [podOf(labels) ?? "", labels]));
    const series = toSeries(metric, found.value, [...byPod.values()], app, end);
    const silent = tracks.filter((track) => !series.some((one) => one.track === track));
    if (silent.length === 0) return { series, unread: [] };
    const none = `no line of ${silent.join(" and ")} in ${silentSeconds / 60} min, whatever it says (${loki.name})`;
    return { ...unread(none), series };
  } catch (error) {
    return unread((error as Error).message);
  }
}
