import { readHistogram } from "../../components/core/sources/histogram";
import type { Labels, SeriesReader } from "../../components/core/sources/source";
import type { PerSecond } from "../../components/core/sources/histogram";
import { tracks } from "../../components/core/track";

/** Counter of requests in a recording of any app. */
export const recordedRequests = "http_requests_total";
/** Its histograms, the one that is read first. */
const durations: readonly { readonly histogram: string; readonly perSecond: PerSecond }[] = [
  { histogram: "http_request_duration_seconds", perSecond: 1 },
  { histogram: "http_request_duration_milliseconds", perSecond: 1000 },
];

const trackNames = ["track", "sluice_dev_track", "label_sluice_dev_track"];

/** Reading of a recording whose counters have the most usual names, with the track in a label. */
export const recordedReader: SeriesReader = {
  countsIn: "pod",
  requestNames: trackNames,
  trackOf: (labels) => {
    const said = trackNames.map((name) => labels[name]).find((value) => value !== undefined);
    return tracks.find((track) => track === said);
  },
  meaningOf: (labels) =>
    labels["__name__"] === recordedRequests
      ? { kind: "requests", isTimed: false }
      : durations
          .map(({ histogram, perSecond }) => readHistogram(histogram, labels, { kind: "timed" }, perSecond))
          .find((meaning) => meaning !== undefined),
  editionOf: ({ __name__: name = "" }) => ({
    of: name === recordedRequests ? "requests" : "durations",
    edition: durations.findIndex(({ histogram }) => name.startsWith(histogram)),
  }),
};

/** The same reader where a last bucket must do for the count that is not there, and the count for the requests. */
export function withCounts(reader: SeriesReader, all: readonly Labels[]): SeriesReader {
  const meanings = all.map((labels) => reader.meaningOf(labels));
  const hasRequests = meanings.some((meaning) => meaning?.kind === "requests");
  const isTimed = meanings.some(
    (meaning) => meaning?.kind === "timed" || (meaning?.kind === "requests" && meaning.isTimed),
  );
  return {
    ...reader,
    meaningOf: (labels) => {
      const meaning = reader.meaningOf(labels);
      const isLast = meaning?.kind === "bucket" && meaning.boundSeconds === Infinity;
      const isCount = meaning?.kind === "timed" || (isLast && !isTimed);
      if (isCount) return hasRequests ? { kind: "timed" } : { kind: "requests", isTimed: true };
      return meaning;
    },
  };
}
