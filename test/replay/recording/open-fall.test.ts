import { leaveOutOpenFall } from "../../../replay/recording/open-fall";
import { toRecording } from "../../../replay/recording/recording";
import { replay } from "../../../replay/replay";
import { settings, startSeconds } from "../support";

test.each<[string, number[], number]>([
  ["a counter that rises", [10, 20, 30], 3],
  ["a small fall at the end", [10, 20, 19], 2],
  ["a small fall of two samples", [20, 19], 1],
  ["a fall to half", [10, 20, 10], 3],
  ["a restart", [100, 200, 3], 3],
  ["a fall that lasts", [20, 19, 18], 3],
  ["a fall that is over", [20, 19, 20], 3],
  ["one sample", [20], 1],
])("leaveOutOpenFall() of %s", (_, values, left) => {
  const samples = values.map((value, nth) => [nth, value] as const);
  const series = { id: "a", target: "a", track: "canary" as const, counters: ["requests"], samples };
  expect(leaveOutOpenFall(series).samples).toEqual(samples.slice(0, left));
});

test("a recording that ends while a counter wavers is judged by what it counted before", () => {
  const wavering = (track: string, perScrape: number) => ({
    name: "http_requests_total",
    labels: { track, pod: `${track}-a`, code: "200" },
    // One lower sample a minute, as a querier of two replicas of Prometheus hands out; the last one too.
    samples: Array.from({ length: 121 }, (_unused, i): [number, number] => [
      startSeconds + 5 * i,
      10_000_000 + perScrape * i - (i > 0 && i % 12 === 0 ? perScrape + 1 : 0),
    ]),
  });
  const recording = toRecording([wavering("stable", 200), wavering("canary", 50)]);
  const timeline = [{ atSeconds: startSeconds, weight: 20 }] as const;
  const [sluice] = replay(recording, { ...settings, timeline }).modes;
  expect(sluice).toMatchObject({ verdict: "pass", canaryErrors: 0 });
  expect(sluice?.sentence).toMatch(/canary 0 errors in (59|60)\d\d requests/);
});
