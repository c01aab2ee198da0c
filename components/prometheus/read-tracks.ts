import type { CountTerms } from "../core/evidence/answers/outcomes";
import { mergeMetrics, readCounters } from "../core/evidence/read-counters";
import type { CounterReading } from "../core/evidence/read-counters";
import { renderRange } from "../core/sources/promql";
import type { Owner } from "../core/sources/endpoints";
import type { RawMetric, SelectorInput, Source } from "../core/sources/source";
import type { Track } from "../core/track";
import type { Prometheus } from "./client";
import { histogramWindowSeconds, planWindows } from "./windows";

/** Raw counters of both tracks, and everything that made an answer unusable. */
export interface TrackReading extends CounterReading {
  readonly problems: readonly { readonly query: string; readonly track?: Track; readonly problem: string }[];
}

/** App and tracks whose counters are read, with the terms of counting. */
export interface TrackQuestion extends SelectorInput, Omit<CountTerms, "boundsSeconds"> {
  readonly source: Source;
  /** Pods by their addresses, for a source that tells tracks by them. @default none */
  readonly owners?: readonly Owner[];
}

/** Nothing was read. */
export const noTracks: TrackReading = {
  series: [],
  places: {},
  doubts: [],
  notes: [],
  problems: [],
};

/** Longest time that is read back, seconds: an older sample is a new baseline. */
const farthestSeconds = 24 * 3600;

/**
 * Reads the raw counters of both tracks between two moments: one query per hour (ten minutes where a histogram is read
 * too), and one more only where a selector has no series. After trouble nothing more is asked and nothing is returned: half an answer is no data.
 */
export async function readTracks(
  prometheus: Prometheus,
  question: TrackQuestion,
  fromSeconds: number,
  untilSeconds: number,
  signal?: AbortSignal,
): Promise<TrackReading> {
  const from = Math.max(fromSeconds, untilSeconds - farthestSeconds);
  const hasHistogram = (question.boundsSeconds ?? []).length > 0;
  const windows = planWindows(from, untilSeconds, hasHistogram ? histogramWindowSeconds : undefined);
  let first: TrackReading = noTracks;
  for (const selector of question.source.selectors(question)) {
    const answers: (readonly RawMetric[])[] = [];
    for (const { atSeconds, rangeSeconds } of windows) {
      const query = renderRange(selector, rangeSeconds);
      const answer = await prometheus.queryRaw(query, atSeconds, signal);
      if (!answer.ok) {
        const problem = `${answer.error.code}: ${answer.error.message} (${prometheus.name})`;
        return { ...noTracks, problems: [{ query, problem }] };
      }
      answers.push(answer.value);
    }
    const { source: reader, owners = [], ...terms } = question;
    const merged = mergeMetrics(answers);
    const named = reader.byAddress?.(merged, owners) ?? merged;
    const read = readCounters(named, { ...terms, reader, app: question });
    if (read.series.some(({ counters }) => counters.length > 0)) return { ...read, problems: [] };
    // Signs of life alone: requests may be counted under other labels.
    if (first.series.length === 0) first = { ...read, problems: [] };
  }
  return first;
}
