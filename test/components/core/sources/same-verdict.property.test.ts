import fc from "fast-check";
import { readCounters } from "../../../../components/core/evidence/read-counters";
import { sourceOf } from "../../../../components/core/sources/sources";
import type { RawMetric } from "../../../../components/core/sources/source";
import type { Track } from "../../../../components/core/track";
import { recordedReader } from "../../../../replay/recording/recorded-reader";
import { app, endings, input } from "../../../support/sources/fixture";
import type { Ending, Fixture } from "../../../support/sources/fixture";
import { fixtures } from "../../../support/sources/fixtures";
import { select } from "../../../support/sources/select";

/** Requests of a track that ended so, by scrape. */
interface Traffic {
  readonly track: Track;
  readonly ending: Ending;
  readonly counts: readonly number[];
}

const traffic: fc.Arbitrary<readonly Traffic[]> = fc.uniqueArray(
  fc.record({
    track: fc.constantFrom<Track>("stable", "canary"),
    ending: fc.constantFrom(...endings),
    counts: fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 12, selector: ({ track, ending }) => JSON.stringify([track, ending]) },
);

function samplesOf(counts: readonly number[]): [number, number][] {
  let sum = 0;
  return counts.map((count, i) => [5 * i, (sum += count)]);
}

/** The same traffic as a counter of the plainest kind. */
function plainLabels(track: Track, ending: Ending): Record<string, string> {
  const status =
    ending === "left"
      ? { code: "499" }
      : "http" in ending
        ? { code: `${ending.http}` }
        : { grpc_code: `${ending.grpc}` };
  return { __name__: "http_requests_total", track, pod: track, ...status };
}

/** Input of the verdict: per track, counters and kind of answer, how many at each scrape. */
function toInput(reading: ReturnType<typeof readCounters>) {
  const sums = new Map<string, Map<number, number>>();
  for (const { track, counters, answer, samples } of reading.series) {
    if (counters.length === 0 || counters.includes("unasked")) continue;
    // The count of a histogram feeds durations as well where these are read.
    const key = [track, counters.filter((one) => one !== "timed").join("+"), answer?.kind].join(" ");
    const sum = sums.get(key) ?? new Map<number, number>();
    for (const [at, value] of samples) sum.set(at, (sum.get(at) ?? 0) + value);
    sums.set(key, sum);
  }
  return { sums, doubts: reading.doubts.map(({ text }) => text) };
}

const told = ({ counter }: Fixture, { track, ending }: Traffic) => counter(track, ending) !== undefined;

test.each(fixtures)("the same traffic is the same evidence by $name", (fixture) => {
  const reader = sourceOf(fixture);
  fc.assert(
    fc.property(traffic, (all) => {
      // Calls beside requests of HTTP are two metrics for some sources: each app has one or the other here.
      const calls = all.filter(({ ending }) => ending !== "left" && "grpc" in ending);
      for (const part of [calls, all.filter((one) => !calls.includes(one))]) {
        const seen = part.filter((one) => told(fixture, one));
        const plain: RawMetric[] = seen.map(({ track, ending, counts }) => ({
          labels: plainLabels(track, ending),
          samples: samplesOf(counts),
        }));
        const real: RawMetric[] = seen.map(({ track, ending, counts }) => ({
          labels: { ...fixture.scrape(track), ...fixture.counter(track, ending) },
          samples: samplesOf(counts),
        }));
        const others: RawMetric[] = fixture.others.map((labels) => ({
          labels: { ...fixture.scrape("canary"), ...labels },
          samples: samplesOf([7, 7, 7, 7]),
        }));
        const terms = { app, ignoreRoutes: ["/readyz"] };
        const want = toInput(readCounters(plain, { ...terms, reader: recordedReader }));
        const selected = select(reader.selectors(input), [...real, ...others]);
        const answer = reader.byAddress?.(selected, fixture.owners ?? []) ?? selected;
        const got = toInput(readCounters(answer, { ...terms, reader }));
        expect(got.sums).toEqual(want.sums);
        expect(got.doubts.length).toBe(want.doubts.length);
      }
    }),
    { numRuns: 300 },
  );
});
