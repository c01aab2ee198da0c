import * as fc from "fast-check";
import { toRecording } from "../../../replay/recording/recording";
import type { MetricSeries } from "../../../replay/recording/parse-openmetrics";
import { replay } from "../../../replay/replay";
import { settings, startSeconds } from "../support";

/** Requests that a pod serves between two scrapes. */
const served = fc.record({
  good: fc.nat(80),
  bad: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) }),
  restarted: fc.oneof(
    { weight: 30, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  scraped: fc.oneof(
    { weight: 12, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
});

const podOf = fc.record({
  track: fc.constantFrom("stable", "canary"),
  begins: fc.nat(100_000),
  steps: fc.array(served, { minLength: 30, maxLength: 30 }),
});

type Pod = typeof podOf extends fc.Arbitrary<infer T> ? T : never;

const pods = fc
  .array(podOf, { minLength: 2, maxLength: 4 })
  .map((all) => [
    { ...all[0], track: "stable" } as Pod,
    { ...all[1], track: "canary" } as Pod,
    ...all.slice(2),
  ]);

function seriesOf({ track, begins, steps }: Pod, name: number): MetricSeries[] {
  const value = { "200": begins, "500": begins >> 8 };
  const samples: Record<"200" | "500", [number, number][]> = { "200": [], "500": [] };
  for (const [i, step] of steps.entries()) {
    if (step.restarted) value["200"] = value["500"] = 0;
    value["200"] += step.good;
    value["500"] += step.bad;
    if (!step.scraped && i > 0 && i < steps.length - 1) continue;
    for (const code of ["200", "500"] as const)
      samples[code].push([startSeconds + 5 * i + name, value[code]]);
  }
  return (["200", "500"] as const).map((code) => ({
    name: "http_requests_total",
    labels: { track, code, pod: `pod-${name}` },
    samples: samples[code],
  }));
}

const judge = (series: readonly MetricSeries[]) => {
  const recording = toRecording(series);
  const { verdict, canaryRequests, canaryErrors } = replay(recording, settings).modes[0] as never as {
    verdict: string;
    canaryRequests: number;
    canaryErrors: number;
  };
  return { verdict, canaryRequests, canaryErrors, doubts: recording.doubts };
};

const withLabels = (series: readonly MetricSeries[], more: Record<string, string>): MetricSeries[] =>
  series.map((one) => ({ ...one, labels: { ...one.labels, ...more } }));

test.each([
  ["job", "another"],
  ["prometheus_replica", "1"],
  ["some_label", "x"],
])("series that are there twice, with another %s, change nothing", (name, value) => {
  fc.assert(
    fc.property(pods, (all) => {
      const series = all.flatMap(seriesOf);
      expect(judge([...series, ...withLabels(series, { [name]: value })])).toEqual(judge(series));
    }),
    { numRuns: 20 },
  );
});

test("a sum of all pods beside them changes nothing", () => {
  fc.assert(
    fc.property(pods, (all) => {
      const steady = all.map(({ steps, ...pod }) => ({
        ...pod,
        steps: steps.map((step) => ({ ...step, restarted: false, scraped: true })),
      }));
      const series = steady.flatMap((pod) => seriesOf(pod, 0));
      const named: MetricSeries[] = series.map((one, k) => ({
        ...one,
        labels: { ...one.labels, pod: `pod-${k >> 1}` },
      }));
      const sums = (["stable", "canary"] as const).flatMap((track) =>
        ["200", "500"].map((code) => {
          const parts = named.filter(({ labels }) => labels["track"] === track && labels["code"] === code);
          const [first] = parts;
          const samples = (first?.samples ?? []).map(
            ([at], k) => [at, parts.reduce((sum, part) => sum + (part.samples[k]?.[1] ?? 0), 0)] as const,
          );
          return { name: "http_requests_total", labels: { track, code }, samples };
        }),
      );
      expect(judge([...named, ...sums])).toEqual(judge(named));
    }),
    { numRuns: 20 },
  );
});

test("a sample that falls never adds requests to a recording", () => {
  fc.assert(
    fc.property(pods, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (all, where, share) => {
      const calm = all.map((pod) => ({
        ...pod,
        steps: pod.steps.map((step) => ({ ...step, restarted: false })),
      }));
      const series = calm.flatMap(seriesOf);
      const at = where % series.length;
      const fallen = series.map((one, k) => {
        const low = 1 + (where % (one.samples.length - 1));
        const samples = one.samples.map(
          ([time, value], i) => [time, k === at && i === low ? Math.floor(value * share) : value] as const,
        );
        return { ...one, samples };
      });
      const { canaryRequests } = judge(fallen);
      const points = replay(toRecording(series), settings).points;
      expect(canaryRequests).toBeLessThanOrEqual(
        points.reduce((sum, { canary }) => sum + canary.requests, 0),
      );
    }),
    { numRuns: 20 },
  );
});
