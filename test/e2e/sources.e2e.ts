import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sourceOf } from "../../components/core/sources/sources";
import type { Labels } from "../../components/core/sources/source";
import { tracks } from "../../components/core/track";
import type { Track } from "../../components/core/track";
import { openPrometheus } from "../../components/prometheus/open-prometheus";
import { readTracks } from "../../components/prometheus/read-tracks";
import type { TrackReading } from "../../components/prometheus/read-tracks";
import { input } from "../support/sources/fixture";
import type { Ending } from "../support/sources/fixture";
import { fixtures } from "../support/sources/fixtures";
import { preparePrometheus } from "./support/metrics/prometheus-process";
import type { PrometheusProcess } from "./support/metrics/prometheus-process";

/** Answers of each track, by ending; a histogram has as many requests, three quarters of them within a bound. */
const answered: Readonly<Record<Track, readonly (readonly [Ending, number])[]>> = {
  stable: [
    [{ http: 200 }, 900],
    [{ http: 302 }, 40],
    [{ http: 404 }, 20],
    [{ http: 503 }, 4],
  ],
  canary: [
    [{ http: 200 }, 80],
    [{ http: 404 }, 8],
    [{ http: 500 }, 12],
  ],
};

type Named = (typeof fixtures)[number];

const boundOf = (fixture: Named) => sourceOf(fixture).usualBoundsSeconds[0];

function line(labels: Labels, value: number): string {
  const { __name__: name = "", ...rest } = labels;
  const pairs = Object.entries(rest).map(([key, text]) => `${key}=${JSON.stringify(text)}`);
  return `${name}{${pairs.join(",")}} ${value}\n`;
}

/** Metrics of one process of a fixture: a router both tracks, a pod its own. */
function expose(fixture: Named, exposed: readonly Track[]): string {
  const counted = exposed.flatMap((track) =>
    answered[track].map(([ending, count]) => ({ track, ending, count })),
  );
  const bound = boundOf(fixture);
  const lines = counted.flatMap(({ track, ending, count }) => {
    const counter = fixture.counter(track, ending);
    const { histogram } = fixture;
    const timed = histogram?.labels(track, ending);
    if (histogram === undefined || timed === undefined || bound === undefined)
      return counter === undefined ? [] : [line(counter, count)];
    const { name, perSecond } = histogram;
    const ofHistogram = (suffix: string, more: Labels, value: number) =>
      line({ ...timed, ...more, __name__: `${name}_${suffix}` }, value);
    return [
      ...(counter === undefined || counter["__name__"] === `${name}_count` ? [] : [line(counter, count)]),
      ofHistogram("bucket", { le: `${Number((bound * perSecond).toPrecision(12))}` }, (3 * count) / 4),
      ofHistogram("bucket", { le: "+Inf" }, count),
      ofHistogram("count", {}, count),
      ofHistogram("sum", {}, count),
    ];
  });
  const others = exposed.includes("canary") ? fixture.others.map((labels) => line(labels, 77)) : [];
  return [...lines, ...others].join("");
}

const servers: Server[] = [];
let prometheus: PrometheusProcess;

/** Serves a text, and says how it is scraped. */
async function serve(text: string, labels: Readonly<Record<string, string>>) {
  const server = createServer((_, response) => void response.end(text));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { targets: [`127.0.0.1:${port}`], labels };
}

/** Each fixture is a cluster of its own; a router's scrape has labels that the metric has, too. */
async function serveFixture(fixture: Named) {
  const cluster = fixture.name.replaceAll(/[^a-z0-9]+/g, "-");
  if (sourceOf(fixture).countsIn === "router") {
    return [
      await serve(expose(fixture, tracks), {
        cluster,
        namespace: "ingress",
        pod: "proxy-0",
        service: "metrics",
      }),
    ];
  }
  return await Promise.all(
    tracks.map(async (track) => {
      const { namespace = "", pod = "" } = fixture.scrape(track);
      return await serve(expose(fixture, [track]), { cluster, namespace, pod });
    }),
  );
}

beforeAll(async () => {
  const targets = await Promise.all(fixtures.map(serveFixture));
  prometheus = await preparePrometheus(targets.flat());
  prometheus.start();
});

afterAll(async () => {
  await prometheus.remove();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

async function read(fixture: Named): Promise<TrackReading> {
  const now = Date.now() / 1000;
  const client = openPrometheus(
    { raw: () => Promise.reject(new Error("not asked")) },
    { prometheus: prometheus.url, requestTimeoutSeconds: 5 },
  );
  const bound = boundOf(fixture);
  const question = {
    ...input,
    source: sourceOf(fixture),
    ...(fixture.owners === undefined ? {} : { owners: fixture.owners }),
    places: { cluster: fixture.name.replaceAll(/[^a-z0-9]+/g, "-") },
    ignoreRoutes: ["/readyz"],
    boundsSeconds: bound === undefined ? [] : [bound],
  };
  return await readTracks(client, question, now - 300, now);
}

/** Newest values by track and counter. */
function sumsOf({ series }: TrackReading): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { track, counters, samples } of series) {
    for (const counter of counters)
      sums[`${track} ${counter}`] = (sums[`${track} ${counter}`] ?? 0) + (samples.at(-1)?.[1] ?? 0);
  }
  return sums;
}

async function readSums(fixture: Named): Promise<Record<string, number>> {
  const endMs = Date.now() + 120_000;
  for (;;) {
    const reading = await read(fixture);
    const scrapes = Math.min(...reading.series.map(({ samples }) => samples.length));
    const seen = tracks.every((track) =>
      reading.series.some((one) => one.track === track && one.counters.includes("requests")),
    );
    if (seen && scrapes >= 2) {
      expect(reading.problems).toEqual([]);
      expect(reading.doubts).toEqual([]);
      return sumsOf(reading);
    }
    if (Date.now() > endMs) throw new Error(`never seen; last: ${JSON.stringify(reading)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test.each(fixtures)(
  "$name is read from a Prometheus that scraped it, each request of each track once",
  async (fixture) => {
    const bound = boundOf(fixture);
    const isTimed = fixture.histogram !== undefined && bound !== undefined;
    const { "canary unasked": _, ...sums } = await readSums(fixture);
    const expected = tracks.flatMap((track) => {
      const told = answered[track].filter(([ending]) => fixture.counter(track, ending) !== undefined);
      const count = (all: typeof told) => all.reduce((sum, [, one]) => sum + one, 0);
      const requests = count(told);
      const errors = count(
        told.filter(([ending]) => ending !== "left" && "http" in ending && ending.http >= 500),
      );
      return [
        [`${track} requests`, requests],
        [`${track} errors`, errors],
        ...(isTimed
          ? [
              [`${track} timed`, requests],
              [`${track} within:${bound}`, (3 * requests) / 4],
            ]
          : []),
      ];
    });
    expect(sums).toEqual(Object.fromEntries(expected));
  },
);
