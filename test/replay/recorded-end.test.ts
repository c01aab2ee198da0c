import { tracks } from "../../components/core/track";
import type { RawSeries, Track } from "../../components/core/verdict";
import { findEnd } from "../../replay/recorded-end";
import { replay } from "../../replay/replay";
import { settings, startSeconds } from "./support";

/** Ten requests between two scrapes of a track. */
function scraped(track: Track, firstSeconds: number, lastSeconds: number, everySeconds = 15): RawSeries {
  const samples: [number, number][] = [];
  for (let at = firstSeconds; at <= lastSeconds; at += everySeconds)
    samples.push([startSeconds + at, 10 * samples.length]);
  return { id: track, target: track, track, counters: ["requests"], samples };
}

test.each<[string, readonly RawSeries[], number]>([
  ["both at once", [scraped("stable", 0, 300), scraped("canary", 0, 300)], 300],
  ["the canary somewhat later", [scraped("stable", 0, 300), scraped("canary", 9, 309)], 300],
  ["the canary two scrapes before", [scraped("stable", 0, 300), scraped("canary", 0, 270)], 270],
  ["the slower track long before", [scraped("stable", 0, 300), scraped("canary", 0, 180, 60)], 180],
  ["a canary that is gone", [scraped("stable", 0, 300), scraped("canary", 0, 240)], 300],
  ["no canary at all", [scraped("stable", 0, 300)], 300],
  ["a series without samples", [scraped("stable", 0, 300), scraped("canary", 1, 0)], 300],
])("the end of %s", (_, series, expected) => {
  const last = Math.max(...series.flatMap(({ samples }) => samples.map(([at]) => at)));
  expect(findEnd(series, last) - startSeconds).toBe(expected);
});

test("a recording passes wherever it was cut between the scrapes of both tracks", () => {
  const series = tracks.map((track) => scraped(track, track === "canary" ? 9 : 0, 910));
  const { modes } = replay({ series, latencyBoundsSeconds: [], notes: [] }, settings);
  expect(modes[0]?.verdict).toBe("pass");
});
