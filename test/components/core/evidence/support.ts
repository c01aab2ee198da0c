import { readCounters } from "../../../../components/core/evidence/read-counters";
import type { ReadTerms } from "../../../../components/core/evidence/read-counters";
import type { RawMetric } from "../../../../components/core/sources/source";
import { recordedReader } from "../../../../replay/recording/recorded-reader";

export const terms: ReadTerms = { reader: recordedReader, app: { namespace: "", app: "" } };

/** Number of requests that a counter has at a moment. */
export type Count = (at: number) => number;

/** A counter of requests that is scraped every `every` seconds from `from` on. */
export function counter(
  labels: Record<string, string>,
  count: Count,
  { from = 0, until = 300, every = 5 } = {},
): RawMetric {
  const samples: [number, number][] = [];
  for (let at = from; at <= until; at += every) samples.push([at, Math.floor(count(at))]);
  return { labels: { __name__: "http_requests_total", code: "200", track: "canary", ...labels }, samples };
}

/** Labels of the series that are left, the name apart. */
export function kept(metrics: readonly RawMetric[], more: Partial<ReadTerms> = {}) {
  const { series, notes, doubts } = readCounters(metrics, { ...terms, ...more });
  return { ids: series.map(({ id }) => id), notes, doubts: doubts.map(({ text }) => text), series };
}
