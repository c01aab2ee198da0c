import { sources } from "../../components/core/sources/sources";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openPrometheus } from "../../components/prometheus/open-prometheus";
import { noTracks, readTracks } from "../../components/prometheus/read-tracks";
import type { TrackReading } from "../../components/prometheus/read-tracks";
import { preparePrometheus } from "./support/metrics/prometheus-process";
import type { PrometheusProcess } from "./support/metrics/prometheus-process";

const input = {
  source: sources.traefik,
  namespace: "prod",
  app: "app",
  route: "app",
  gateway: { name: "web", namespace: "infra" },
  rule: 2,
} as const;
const noCluster = { raw: () => Promise.reject(new Error("not asked")) };

/** Counts of the router, by track and code; a track or code that is not there has no series. */
let counters: Record<string, string> = {};
let router: Server;
let prometheus: PrometheusProcess;

function render(): string {
  const lines = Object.entries(counters).map(([key, value]) => {
    const [track, code] = key.split(" ");
    const service = `httproute-prod-app-gw-infra-web-ep-web-2-1f0a9c77d1e2b3c4d5e6-svc-prod-app-${track}-0@kubernetesgateway`;
    return `traefik_service_requests_total{code="${code}",method="GET",protocol="http",service="${service}"} ${value}\n`;
  });
  return `# TYPE traefik_service_requests_total counter\n${lines.join("")}`;
}

async function read(): Promise<TrackReading> {
  const now = Date.now() / 1000;
  const client = openPrometheus(noCluster, {
    prometheus: prometheus.url,
    requestTimeoutSeconds: 5,
  });
  return await readTracks(client, input, now - 300, now);
}

/** Reads until the reading is as wanted; what was last read tells why it never was. */
async function readUntil(wanted: (reading: TrackReading) => boolean): Promise<TrackReading> {
  const endMs = Date.now() + 120_000;
  for (;;) {
    const reading = await read();
    if (wanted(reading)) return reading;
    if (Date.now() > endMs) throw new Error(`never seen; last: ${JSON.stringify(reading)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Values of one track's series of a code, oldest first. */
function valuesOf({ series }: TrackReading, track: string, code: string): number[] {
  const found = series.find((one) => one.track === track && one.id.includes(`code="${code}"`));
  return found?.samples.map(([, value]) => value) ?? [];
}

beforeAll(async () => {
  router = createServer((_, response) => void response.end(render()));
  await new Promise<void>((resolve) => router.listen(0, "127.0.0.1", resolve));
  const { port } = router.address() as AddressInfo;
  prometheus = await preparePrometheus([{ targets: [`127.0.0.1:${port}`] }]);
  prometheus.start();
});

afterAll(async () => {
  await prometheus.remove();
  router.close();
  router.closeAllConnections();
});

test("a Prometheus that has no such series has neither series nor problems", async () => {
  expect(await readUntil(({ problems }) => problems.length === 0)).toEqual(noTracks);
});

test("raw samples come with their own times, and a silent track is present without counts", async () => {
  counters = { "stable 200": "10" };
  const reading = await readUntil((one) => valuesOf(one, "stable", "200").length >= 2);
  const [stable, canary] = reading.series;
  expect(stable).toMatchObject({ track: "stable", counters: ["requests"] });
  expect(canary).toMatchObject({ track: "canary", counters: [] });
  expect(canary?.samples.map(([at]) => at)).toEqual(stable?.samples.map(([at]) => at));
  expect(new Set(stable?.samples.map(([at]) => at)).size).toBe(stable?.samples.length);
});

test("errors are a series of their own, and values that are no numbers are left out", async () => {
  counters = { "stable 200": "12", "canary 200": "3", "canary 500": "2", "canary 502": "NaN" };
  const reading = await readUntil((one) => valuesOf(one, "canary", "500").length >= 2);
  expect(valuesOf(reading, "canary", "500")[0]).toBe(2);
  expect(reading.series.find(({ id }) => id.includes('code="500"'))?.counters).toEqual([
    "requests",
    "errors",
  ]);
  expect(valuesOf(reading, "canary", "502")).toEqual([]);
});

test("a counter that starts again is seen as it is", async () => {
  counters = { "stable 200": "1" };
  const reading = await readUntil((one) => valuesOf(one, "stable", "200").at(-1) === 1);
  expect([...new Set(valuesOf(reading, "stable", "200"))]).toEqual([10, 12, 1]);
});

test("a Prometheus that was killed is a problem and no data; once back it has what it had", async () => {
  await prometheus.stop("SIGKILL");
  expect(await read()).toEqual({
    ...noTracks,
    problems: [{ query: expect.any(String), problem: expect.stringMatching(/^unreachable: .*ECONNREFUSED/) }],
  });
  counters = { "stable 200": "5" };
  prometheus.start();
  const reading = await readUntil((one) => valuesOf(one, "stable", "200").at(-1) === 5);
  expect([...new Set(valuesOf(reading, "stable", "200"))]).toEqual([10, 12, 1, 5]);
});

test("a query that Prometheus cannot read is named as such", async () => {
  const client = openPrometheus(noCluster, {
    prometheus: prometheus.url,
    requestTimeoutSeconds: 5,
  });
  expect(await client.queryRaw("up{", 1)).toMatchObject({ ok: false, error: { code: "query" } });
});
