import { mergeMetrics, readCounters } from "../../../../components/core/evidence/read-counters";
import type { ReadTerms } from "../../../../components/core/evidence/read-counters";
import { sources } from "../../../../components/core/sources/sources";
import type { RawMetric } from "../../../../components/core/sources/source";
import { traefikLabels } from "../../../support/fake-prometheus";

const app = { namespace: "prod", app: "app" };
const traefik = { reader: sources.traefik, app };
const otel = { reader: sources.opentelemetry, app };

const seriesOf = (metrics: readonly RawMetric[], terms: ReadTerms) => readCounters(metrics, terms).series;

test("readCounters() counts 5xx as requests and as errors, per track", () => {
  const series = seriesOf(
    [
      { labels: traefikLabels("stable", "200"), samples: [[1, 10]] },
      { labels: traefikLabels("canary", "503"), samples: [[1, 2]] },
      { labels: traefikLabels("canary", "404"), samples: [[1, 3]] },
    ],
    traefik,
  );
  expect(series.map(({ track, counters, target }) => [track, counters, target])).toEqual([
    ["stable", ["requests"], "10.77.0.1:9100"],
    ["canary", ["requests", "errors"], "10.77.0.1:9100"],
    ["canary", ["requests"], "10.77.0.1:9100"],
  ]);
});

test("readCounters() names a series the same whatever the order of its labels", () => {
  const labels = traefikLabels("stable", "200");
  const reversed = Object.fromEntries(Object.entries(labels).toReversed());
  const [one, other] = [labels, reversed].map(
    (each) => seriesOf([{ labels: each, samples: [[1, 1]] }], traefik)[0]?.id,
  );
  expect(one).toBe(other);
  expect(one).toContain('code="200"');
});

test("readCounters() leaves out other services and values that are no numbers", () => {
  const series = seriesOf(
    [
      {
        labels: { ...traefikLabels("stable", "200"), service: "other@kubernetesgateway" },
        samples: [[1, 1]],
      },
      {
        labels: traefikLabels("stable", "200"),
        samples: [
          [1, NaN],
          [2, 5],
          [3, Infinity],
        ],
      },
      { labels: traefikLabels("canary", "200"), samples: [[1, NaN]] },
    ],
    traefik,
  );
  expect(series.filter(({ counters }) => counters.length > 0).map(({ samples }) => samples)).toEqual([
    [[2, 5]],
  ]);
});

test("readCounters() takes the silence of a router's other track as a count of 0, per router", () => {
  const series = seriesOf(
    [
      {
        labels: traefikLabels("stable", "200", "a"),
        samples: [
          [1, 10],
          [3, 12],
        ],
      },
      { labels: traefikLabels("stable", "500", "a"), samples: [[3, 1]] },
      { labels: traefikLabels("stable", "200", "b"), samples: [[2, 1]] },
      { labels: traefikLabels("canary", "200", "b"), samples: [[2, 1]] },
    ],
    traefik,
  );
  expect(series.filter(({ track, target }) => track === "canary" && target === "a")).toEqual([
    {
      id: "presence,a,canary",
      target: "a",
      track: "canary",
      counters: [],
      samples: [
        [1, 1],
        [3, 1],
      ],
    },
  ]);
  expect(series).toHaveLength(5);
});

test("readCounters() never takes silence of both tracks for presence", () => {
  expect(seriesOf([], traefik)).toEqual([]);
  expect(seriesOf([{ labels: traefikLabels("stable", "200"), samples: [[1, NaN]] }], traefik)).toEqual([]);
});

test("readCounters() reads a pod's own counters, by label or name of the pod, and its last sign of life", () => {
  const pod = {
    __name__: "http_server_request_duration_seconds_count",
    instance: "10.0.0.7:9464",
    namespace: "prod",
  };
  const series = seriesOf(
    [
      {
        labels: { ...pod, pod: "app-canary-6d5-x1b2c", http_response_status_code: "500" },
        samples: [[1, 3]],
      },
      {
        labels: { ...pod, pod: "odd", sluice_dev_track: "stable", http_response_status_code: "200" },
        samples: [[1, 9]],
      },
      {
        labels: { __name__: "up", instance: "10.0.0.7:9464", pod: "app-canary-6d5-x1b2c" },
        samples: [
          [1, 1],
          [3, 0],
        ],
      },
      { labels: { __name__: "up", instance: "10.0.0.8:9464", pod: "app-stable-1" }, samples: [[1, 0]] },
      { labels: { ...pod, pod: "application-canary-1" }, samples: [[1, 1]] },
      { labels: { ...pod }, samples: [[1, 1]] },
    ],
    otel,
  );
  expect(series.map(({ track, counters, samples }) => [track, counters, samples])).toEqual([
    ["canary", ["requests", "errors"], [[1, 3]]],
    ["stable", ["requests"], [[1, 9]]],
    ["canary", [], [[1, 1]]],
  ]);
});

test("mergeMetrics() joins answers that overlap, each sample once and in order", () => {
  const labels = traefikLabels("stable", "200");
  const of = (...samples: [number, number][]) => [{ labels, samples }];
  expect(mergeMetrics([of([3, 3], [5, 5]), of([1, 1], [3, 3])])).toEqual(of([1, 1], [3, 3], [5, 5]));
});

test("readCounters() reads services as Traefik named them before 3.7.6, and says what that costs", () => {
  const labels = (track: string) => ({
    ...traefikLabels(track, "200"),
    service: `prod-app-${track}-8080@kubernetesgateway`,
  });
  const { series, notes } = readCounters(
    ["stable", "canary"].map((track) => ({ labels: labels(track), samples: [[1, 1]] })),
    traefik,
  );
  expect(series.map(({ track }) => track)).toEqual(["stable", "canary"]);
  expect(notes).toEqual([expect.stringMatching(/^Traefik before 3\.7\.6 does not count routes apart/)]);
});

test("readCounters() takes a service that a scrape renamed for the same", () => {
  const { service, ...others } = traefikLabels("canary", "200");
  const at = (from: number) => [5, 9, 14, 20].map((value, i) => [from + 5 * i, value] as const);
  const renamed = { ...others, service: "traefik", job: "monitor", exported_service: service as string };
  const { series, notes } = readCounters(
    [
      { labels: traefikLabels("canary", "200"), samples: at(0) },
      { labels: renamed, samples: at(1) },
    ],
    traefik,
  );
  expect(series.filter(({ counters }) => counters.length > 0)).toHaveLength(1);
  expect(notes).toHaveLength(1);
});
