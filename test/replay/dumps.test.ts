import { sourceOf } from "../../components/core/sources/sources";
import type { Labels } from "../../components/core/sources/source";
import { tracks } from "../../components/core/track";
import type { Track } from "../../components/core/track";
import type { MetricSeries } from "../../replay/recording/parse-openmetrics";
import { toRecording } from "../../replay/recording/recording";
import { replay } from "../../replay/replay";
import { app } from "../support/sources/fixture";
import { fixtures } from "../support/sources/fixtures";
import { settings, startSeconds } from "./support";

/** Requests of a track per scrape of 5 s, by status. */
type Served = Readonly<Record<Track, Readonly<Record<number, number>>>>;

const scenes: Readonly<Record<string, Served>> = {
  fine: { stable: { 200: 900, 500: 1 }, canary: { 200: 100, 500: 0 } },
  failing: { stable: { 200: 900, 500: 1 }, canary: { 200: 60, 500: 40 } },
};

function series(labels: Labels, perScrape: number): MetricSeries {
  const { __name__: name = "", ...rest } = labels;
  const samples = Array.from({ length: 61 }, (_, i) => [startSeconds + 5 * i, 1000 + i * perScrape] as const);
  return { name, labels: rest, samples };
}

const parts = ({ stable, canary }: Served) =>
  tracks.flatMap((track) =>
    Object.entries({ stable, canary }[track]).map(([status, count]) => ({
      track,
      http: Number(status),
      count,
    })),
  );

function judge(recording: ReturnType<typeof toRecording>) {
  expect(recording.doubts).toEqual([]);
  const timeline = [{ atSeconds: startSeconds, weight: 10 }] as const;
  const [sluice] = replay(recording, {
    ...settings,
    timeline,
    parameters: { latencyBoundsSeconds: [] },
  }).modes;
  const { verdict, canaryRequests, canaryErrors } = sluice ?? {};
  return { verdict, canaryRequests, canaryErrors, atSeconds: sluice?.atSeconds };
}

const plain = (served: Served) =>
  judge(
    toRecording(
      parts(served).map(({ track, http, count }) =>
        series({ __name__: "http_requests_total", track, pod: track, code: `${http}` }, count),
      ),
    ),
  );

/** A dump has everything that was scraped: probes, other apps, and what other proxies count of the same requests. */
function dump(fixture: (typeof fixtures)[number], served: Served): MetricSeries[] {
  const own = parts(served).flatMap(({ track, http, count }) => {
    const counter = fixture.counter(track, { http });
    return counter === undefined ? [] : [{ labels: { ...fixture.scrape(track), ...counter }, count }];
  });
  const again = own
    .filter(({ labels }) => labels["reporter" as keyof typeof labels] !== undefined)
    .flatMap(({ labels, count }) => [
      series({ ...labels, reporter: "destination", instance: "10.77.9.9:15020", pod: "app" }, count),
      series({ ...labels, reporter: "waypoint", instance: "10.77.9.8:15020", pod: "waypoint-0" }, count),
    ]);
  const others = fixture.others.map((labels) => series({ ...fixture.scrape("canary"), ...labels }, 50));
  return [...own.map(({ labels, count }) => series(labels, count)), ...again, ...others];
}

const dumped = fixtures.filter(({ owners }) => owners === undefined);

test.each(
  dumped.flatMap((fixture) => Object.keys(scenes).map((scene) => [fixture.name, scene, fixture] as const)),
)(
  "a dump of %s in which the canary is %s has the same verdict as any other of this traffic",
  (_, scene, fixture) => {
    const served = scenes[scene] as Served;
    const recording = toRecording(dump(fixture, served), { reader: sourceOf(fixture), app });
    const { atSeconds, ...got } = judge(recording);
    const { atSeconds: wanted = 0, ...want } = plain(served);
    expect(got.verdict).toBe(want.verdict);
    const perSecond = (count = 0, seconds: number | null = 0) => count / (seconds ?? 0);
    expect(perSecond(got.canaryRequests, atSeconds)).toBeCloseTo(perSecond(want.canaryRequests, wanted), 6);
    expect(perSecond(got.canaryErrors, atSeconds)).toBeCloseTo(perSecond(want.canaryErrors, wanted), 6);
    // A source with routes spends a part of what the shares of answers have on these.
    expect(Math.abs((atSeconds ?? Infinity) - wanted)).toBeLessThanOrEqual(10);
  },
);

test("a dump by addresses of pods is refused: nobody knows who had them", () => {
  const fixture = fixtures.find(({ source }) => source === "envoy-gateway") as (typeof fixtures)[number];
  const recording = toRecording(dump(fixture, scenes["fine"] as Served), { reader: sourceOf(fixture), app });
  expect(recording.doubts?.[0]?.text).toContain("requests must belong to a track");
});
