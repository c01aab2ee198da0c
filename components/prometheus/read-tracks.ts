import { renderRange, renderSelectors } from "../core/sources/promql";
import type { SelectorInput } from "../core/sources/promql";
import type { Track } from "../core/track";
import type { RawSeries } from "../core/verdict/index";
import type { Prometheus } from "./client";
import { mergeSeries, toSeries } from "./series";
import type { Described } from "./series";
import { histogramWindowSeconds, planWindows } from "./windows";

/** Raw counters of both tracks, and everything that made an answer unusable. */
export interface TrackReading {
  readonly series: readonly RawSeries[];
  readonly problems: readonly { readonly query: string; readonly track?: Track; readonly problem: string }[];
}

/** Longest time that is read back, seconds: what is older is a new baseline. */
const farthestSeconds = 24 * 3600;

/**
 * Reads the raw counters of both tracks between two moments: one query per hour (ten minutes where a histogram is read
 * too), and one more only where a selector has no series. After trouble nothing more is asked and nothing is returned: half an answer is no data.
 */
export async function readTracks(
  prometheus: Prometheus,
  input: SelectorInput & Described,
  fromSeconds: number,
  untilSeconds: number,
  signal?: AbortSignal,
): Promise<TrackReading> {
  const from = Math.max(fromSeconds, untilSeconds - farthestSeconds);
  const hasHistogram = (input.boundsSeconds ?? []).length > 0;
  const windows = planWindows(from, untilSeconds, hasHistogram ? histogramWindowSeconds : undefined);
  for (const selector of renderSelectors(input)) {
    const answers: RawSeries[][] = [];
    for (const { atSeconds, rangeSeconds } of windows) {
      const query = renderRange(selector, rangeSeconds);
      const answer = await prometheus.queryRaw(query, atSeconds, signal);
      if (!answer.ok) {
        const problem = `${answer.error.code}: ${answer.error.message} (${prometheus.name})`;
        return { series: [], problems: [{ query, problem }] };
      }
      answers.push(toSeries(answer.value, input));
    }
    const series = mergeSeries(answers);
    if (series.length > 0) return { series, problems: [] };
  }
  return { series: [], problems: [] };
}
