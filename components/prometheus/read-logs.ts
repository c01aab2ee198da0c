import type { Cluster } from "../cluster/api";
import { readPodLog } from "../cluster/pod-logs";
import { addLog, askFrom, toIncrements } from "../core/evidence/logs/log-stream";
import type { LogStream } from "../core/evidence/logs/log-stream";
import { parseLines } from "../core/evidence/logs/log-lines";
import { findRuns } from "../core/evidence/logs/log-runs";
import type { LoggedRun } from "../core/evidence/logs/log-runs";
import { given } from "../core/given";
import type { LogMetric } from "../core/evidence/metric-rule";
import type { CountedApp } from "../core/sources/source";
import type { Track } from "../core/track";
import { inParallel } from "../http/in-parallel";
import { mayServe } from "../core/workload/pod";
import type { Pod } from "../core/workload/pod";
import type { RawSeries } from "../core/verdict/index";
import type { MetricReading } from "./read-metrics";

/** Longest part of one container's log in one look, bytes: 2 MiB. */
const mostBytes = 2 * 1024 * 1024;
/** Containers whose logs are asked for at the same time. */
const atOnce = 8;
/** Enough for the first line's time, bytes. */
const firstBytes = 64;

/** Runs as far as this process has read them: the next look asks for what is new. */
type Memory = Map<string, { readonly run: LoggedRun; readonly stream: LogStream }>;
const memories = new WeakMap<object, Map<string, Memory>>();

/** Streams older than this are forgotten, seconds: nobody asks for them. */
const keptSeconds = 3600;

function memoryOf(cluster: object, metric: LogMetric): Memory {
  const known = memories.get(cluster) ?? new Map<string, Memory>();
  memories.set(cluster, known);
  const key = JSON.stringify(metric);
  const memory: Memory = known.get(key) ?? new Map();
  known.set(key, memory);
  return memory;
}

/** A log as far as it was read. */
interface ReadRun {
  readonly stream: LogStream;
  /** It begins after what was asked for, though its container is older. */
  readonly isCut: boolean;
}

/** Reads one run on from where it was read to. */
async function readRun(
  cluster: Cluster,
  { namespace }: CountedApp,
  metric: LogMetric,
  run: LoggedRun,
  before: LogStream | undefined,
  span: { readonly fromSeconds: number; readonly untilSeconds: number },
  signal: AbortSignal | undefined,
): Promise<ReadRun> {
  const place = { namespace, pod: run.pod, container: run.container, isPrevious: run.isPrevious };
  const since = askFrom(before, span.fromSeconds);
  const body = await readPodLog(cluster, place, { sinceSeconds: since, maxBytes: mostBytes, signal });
  if (Buffer.byteLength(body) >= mostBytes)
    throw new Error(
      `log of ${run.pod}/${run.container}: more than ${mostBytes / 1024 / 1024} MiB in one look`,
    );
  const isFirst = before === undefined || before.fromSeconds > span.fromSeconds;
  const began = run.startedAtSeconds;
  const mayBeCut = isFirst && (began === undefined || began < span.fromSeconds);
  // A file that begins later than the container may be what a rotation has left.
  const [first] = mayBeCut
    ? parseLines(`${await readPodLog(cluster, place, { maxBytes: firstBytes, signal })}\n`)
    : [];
  const answer = {
    fromSeconds: since,
    untilSeconds: span.untilSeconds,
    lines: parseLines(body),
    isCut: first !== undefined && first.atSeconds > span.fromSeconds,
  };
  return { stream: addLog(before, answer, metric), isCut: answer.isCut };
}

function toSeries(
  { name }: LogMetric,
  { run, stream }: { readonly run: LoggedRun; readonly stream: LogStream },
  fromSeconds: number,
  untilSeconds: number,
): RawSeries {
  const id = `${name},log,${run.key}`;
  return {
    id,
    target: id,
    track: run.track,
    counters: [`event:${name}`],
    areIncrements: true,
    samples: toIncrements(stream, fromSeconds, untilSeconds),
  };
}

/**
 * Reads the lines of both tracks' pods between two moments, seconds since the epoch, and counts those that are events.
 * Logs that cannot be read, or may be incomplete, are named, and the rest is judged.
 */
export async function readPodLogs(
  cluster: Cluster,
  metric: LogMetric,
  app: CountedApp,
  tracks: readonly Track[],
  fromSeconds: number,
  untilSeconds: number,
  signal?: AbortSignal,
): Promise<MetricReading> {
  const memory = memoryOf(cluster, metric);
  const problems: string[] = [];
  try {
    const selector = encodeURIComponent(`app.kubernetes.io/name=${app.app}`);
    const path = `/api/v1/namespaces/${app.namespace}/pods?labelSelector=${selector}`;
    const { items } = await cluster.call<{ readonly items: readonly Pod[] }>(
      "GET",
      path,
      given("signal", signal),
    );
    const found = findRuns(items.filter(mayServe), metric.container, fromSeconds);
    const bare = tracks.filter((track) => !found.runs.some((run) => run.track === track));
    problems.push(...found.problems, ...bare.map((track) => `no container of ${track} has a log`));
    await inParallel(found.runs, atOnce, async (run) => {
      const before = memory.get(run.key)?.stream;
      try {
        const span = { fromSeconds, untilSeconds };
        const { stream, isCut } = await readRun(cluster, app, metric, run, before, span, signal);
        memory.set(run.key, { run, stream });
        const why = isCut
          ? "begins later than was asked for: these are its first lines, or it was rotated; the next look knows"
          : "has a gap: it was rotated faster than it was read";
        if ((stream.lostUntilSeconds ?? -Infinity) > fromSeconds)
          problems.push(`log of ${run.pod}/${run.container} ${why}`);
      } catch (error) {
        problems.push((error as Error).message);
      }
    });
  } catch (error) {
    problems.push((error as Error).message);
  }
  for (const [key, { stream }] of memory)
    if (stream.untilSeconds < untilSeconds - keptSeconds) memory.delete(key);
  const [problem] = problems;
  const query = `lines that match ${metric.lines}`;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return {
    series: [...memory.values()].map((one) => toSeries(metric, one, fromSeconds, untilSeconds)),
    unread: problem === undefined ? [] : [{ metric: metric.name, query, problem: problem + more }],
  };
}
