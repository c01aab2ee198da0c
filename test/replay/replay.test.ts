import { rangeOf, replay } from "../../replay/replay";
import type { RawSeries } from "../../components/core/verdict/index";
import type { Recording } from "../../replay/recording/recording";
import { pod, recordingOf, settings, startSeconds } from "./support";
import type { Served } from "./support";

const good: Served = (at) => ({ requests: 50, errors: at % 250 === 0 ? 1 : 0 });
const broken: Served = () => ({ requests: 50, errors: 50 });

const verdicts = (recording: Recording, more = {}) =>
  replay(recording, { ...settings, ...more }).modes.map(({ mode, verdict, atSeconds }) => [
    mode,
    verdict,
    atSeconds,
  ]);

test("replay() lets a good release pass in all modes", () => {
  const { modes, sameVersion, timelineIsKnown, timeline } = replay(recordingOf(good), settings);
  expect(modes.map(({ mode, verdict }) => [mode, verdict])).toEqual([
    ["sluice", "pass"],
    ["argo", "pass"],
    ["flagger", "pass"],
  ]);
  expect(sameVersion?.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
  expect({ timelineIsKnown, timeline }).toEqual({
    timelineIsKnown: false,
    timeline: [{ atSeconds: startSeconds, weight: 5 }],
  });
});

test("replay() finds total failure in three scrapes, the others later, and counts what it cost", () => {
  const { modes } = replay(recordingOf(broken), settings);
  expect(modes).toMatchObject([
    { mode: "sluice", verdict: "fail", atSeconds: 15, canaryRequests: 150, canaryErrors: 150, dispersion: 1 },
    { mode: "argo", verdict: "fail", atSeconds: 240, canaryErrors: 2400 },
    { mode: "flagger", verdict: "fail", atSeconds: 360, canaryErrors: 3600 },
  ]);
  expect(modes[0]?.lnE).toBeGreaterThan(modes[0]?.trimmedLnE ?? Infinity);
  expect(modes[0]?.trimmedLnE).toBeGreaterThan(Math.log(100));
});

test("replay() finds a fault that begins late: passing before does not end a recording", () => {
  const recording = recordingOf((at) => (at <= 300 ? good(at) : broken(at)));
  const [sluice] = replay(recording, settings).modes;
  expect(sluice).toMatchObject({ verdict: "fail" });
  expect(sluice?.atSeconds).toBeGreaterThan(305);
  expect(sluice?.atSeconds).toBeLessThanOrEqual(330);
});

test("replay() lets nothing pass while durations cannot be compared, and still finds errors", () => {
  const unjudged = { text: "h must have the same buckets on both tracks", fix: "use --no-latency" };
  const judged = (canary: Served) => replay({ ...recordingOf(canary), unjudged }, settings);
  expect(judged(good).modes[0]).toMatchObject({
    verdict: "inconclusive",
    sentence: expect.stringContaining(
      ": h must have the same buckets on both tracks; use --no-latency: canary 2 errors in 6000 requests",
    ),
  });
  expect(judged(good).sameVersion?.[0]?.verdict).toBe("pass");
  expect(judged(broken).modes[0]).toMatchObject({ verdict: "fail", atSeconds: 15 });
});

test("replay() is not misled by an outage of both versions", () => {
  const outage =
    (served: Served): Served =>
    (at) => {
      const { requests, errors } = served(at);
      return at > 200 && at < 320 ? { requests, errors: Math.round(requests * 0.3) } : { requests, errors };
    };
  const stable = outage(() => ({ requests: 450, errors: 0 }));
  const series = [
    ...pod("stable", "s-0", stable),
    ...pod("stable", "s-1", stable),
    ...pod("canary", "c", outage(good)),
  ];
  const { modes } = replay({ series, latencyBoundsSeconds: [], notes: [] }, settings);
  expect(modes[0]?.verdict).not.toBe("fail");
});

test("replay() decides on latency where both tracks have histograms, and says so", () => {
  const withHistogram = (track: "stable" | "canary", name: string, requests: number, slow: number) => {
    const samples = (share: number) =>
      Array.from({ length: 61 }, (_, i): [number, number] => [
        startSeconds + 5 * i,
        Math.round(i * requests * share),
      ]);
    const one = (counter: string, share: number) => ({
      id: `${name}-${counter}`,
      target: name,
      track,
      counters: [counter],
      samples: samples(share),
    });
    return [one("requests", 1), one("timed", 1), one("within:0.1", 1 - slow)];
  };
  const recording = {
    series: [...withHistogram("stable", "s", 950, 0.1), ...withHistogram("canary", "c", 50, 0.5)],
    latencyBoundsSeconds: [0.1],
    notes: [],
  };
  const [sluice] = replay(recording, settings).modes;
  expect(sluice).toMatchObject({ verdict: "fail", canaryErrors: 0 });
  expect(sluice?.sentence).toContain("of the canary's requests as of stable's are slower than 0.1 s");
});

test("replay() holds what never has enough requests", () => {
  const recording = recordingOf((at) => ({ requests: at % 100 === 0 ? 1 : 0, errors: 0 }));
  expect(verdicts(recording)[0]).toEqual(["sluice", "inconclusive", 600]);
});

test("replay() judges a canary that carries everything against the objective", () => {
  const alone = (served: Served): Recording => ({
    series: pod("canary", "c", served),
    latencyBoundsSeconds: [],
    notes: [],
  });
  const bad = replay(
    alone(() => ({ requests: 1000, errors: 100 })),
    settings,
  );
  expect(bad.timeline).toEqual([{ atSeconds: startSeconds, weight: 100 }]);
  expect(bad.modes[0]).toMatchObject({ verdict: "fail" });
  expect(bad.sameVersion).toBeUndefined();
  expect(replay(alone(good), settings).modes[0]).toMatchObject({ verdict: "pass" });
});

test("replay() sees from the counts when stable got nothing any more", () => {
  const stable: Served = (at) => ({ requests: at <= 300 ? 450 : 0, errors: 0 });
  const canary: Served = (at) => ({ requests: 500, errors: at > 300 ? 100 : 0 });
  const series = [...pod("stable", "s", stable), ...pod("canary", "c", canary)];
  const { timeline, modes } = replay({ series, latencyBoundsSeconds: [], notes: [] }, settings);
  expect(timeline).toEqual([
    { atSeconds: startSeconds, weight: 53 },
    { atSeconds: startSeconds + 300, weight: 100 },
  ]);
  expect(modes[0]).toMatchObject({ verdict: "fail" });
});

test("replay() says nothing about weights where there was no traffic", () => {
  const none: Served = () => ({ requests: 0, errors: 0 });
  const series = [...pod("stable", "s", none, 60), ...pod("canary", "c", none, 60)];
  const { timeline, modes } = replay({ series, latencyBoundsSeconds: [], notes: [] }, settings);
  expect(timeline).toEqual([{ atSeconds: startSeconds, weight: 50 }]);
  expect(modes[0]).toMatchObject({ verdict: "inconclusive", canaryRequests: 0 });
});

test("replay() follows a timeline that is given and begins with it", () => {
  const timeline = [
    { atSeconds: startSeconds + 60, weight: 1 },
    { atSeconds: startSeconds + 302, weight: 20 },
  ] as const;
  const { points, fromSeconds, timelineIsKnown, modes } = replay(recordingOf(good), {
    ...settings,
    timeline,
  });
  expect({ fromSeconds, timelineIsKnown }).toEqual({ fromSeconds: startSeconds + 60, timelineIsKnown: true });
  const change = points.findIndex(({ weight }) => weight === 20);
  // The tick that would straddle the change is left out, the first one after it is a baseline.
  expect(points[change - 1]?.atSeconds).toBe(240);
  expect(points[change]).toMatchObject({ atSeconds: 247, canary: { requests: 0 } });
  expect(modes[0]).toMatchObject({ verdict: "pass" });
  expect(modes[0]?.atSeconds).toBe(242 + 60);
});

test("replay() of a rule that decides at once knows the evidence of that time", () => {
  const argo = { ...settings.argo, intervalSeconds: 10, failureLimit: 0 };
  const { modes, points } = replay(recordingOf(broken), { ...settings, argo });
  const lnE = points.find(({ atSeconds }) => atSeconds === 10)?.lnE;
  expect(modes[1]).toMatchObject({ mode: "argo", verdict: "fail", atSeconds: 10, canaryRequests: 100, lnE });
});

test("replay() begins without evidence", () => {
  const timeline = [
    { atSeconds: startSeconds, weight: 1 },
    { atSeconds: startSeconds + 0.5, weight: 5 },
  ] as const;
  const { points } = replay(recordingOf(broken), { ...settings, timeline });
  expect(points[0]).toMatchObject({ atSeconds: 0, lnE: expect.closeTo(0), dispersion: 1 });
});

test.each([
  {
    name: "nothing",
    recording: { series: [], latencyBoundsSeconds: [], notes: [] },
    says: "two samples of requests",
  },
  {
    name: "series without samples",
    recording: {
      ...recordingOf(good),
      series: recordingOf(good).series.map((one) => ({ ...one, samples: [] })),
    },
    says: "two samples of requests",
  },
  { name: "one moment", recording: recordingOf(good, 0), says: "two samples of requests" },
])("replay() refuses a recording of $name", ({ recording, says }) => {
  expect(() => replay(recording, settings)).toThrow(says);
});

test("replay() refuses stages that begin after the recording", () => {
  const timeline = [{ atSeconds: startSeconds + 600, weight: 1 }] as const;
  expect(() => replay(recordingOf(good), { ...settings, timeline })).toThrow("first stage must begin before");
});

test.each([
  ["a year", 86_400 * 365, "to 2024-11-13T"],
  ["nanoseconds", 1e15, "to 1000001700000000 s"],
])("replay() refuses one wrong timestamp at once, by the range that it makes: %s later", (_, later, says) => {
  const { series, ...rest } = recordingOf(good);
  const [first, ...others] = series as [RawSeries, ...RawSeries[]];
  const wrong = { ...first, samples: [...first.samples, [startSeconds + later, 9e5] as const] };
  const run = () => replay({ ...rest, series: [wrong, ...others] }, settings);
  expect(run).toThrow("must be at most 100000 ticks of 5 s long: got samples from 2023-11-14T22:13:20.000Z");
  expect(run).toThrow(says);
});

test("replay() bears scrapes that are missing and a pod that is scraped less often", () => {
  const { series, ...rest } = recordingOf(broken);
  const thinned = series.map((one, k) => ({
    ...one,
    samples: one.samples.filter((_, i) => (k < 2 ? i % 3 === 0 : i % 7 !== 3)),
  }));
  const [sluice] = replay({ series: thinned, ...rest }, settings).modes;
  expect(sluice).toMatchObject({ verdict: "fail" });
  expect(sluice?.atSeconds).toBeLessThanOrEqual(30);
});

test("rangeOf() goes from the first to the last sample of requests", () => {
  expect(rangeOf(recordingOf(good).series)).toEqual({
    fromSeconds: startSeconds,
    untilSeconds: startSeconds + 600,
  });
});
