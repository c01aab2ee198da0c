import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fillLinks } from "../../../components/core/report/links";
import { startOtlpReceiver } from "./otlp-receiver";
import { killApps, serveApp, unpackApp } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let binary: string;
let remove: () => void;
let collector: Awaited<ReturnType<typeof startOtlpReceiver>>;

beforeAll(async () => ({ binary, remove } = await unpackApp("v2")));
afterAll(() => remove());
beforeEach(async () => (collector = await startOtlpReceiver()));
afterEach(async () => {
  await killApps();
  collector.close();
});

/** Spans leave at once, so that a test need not wait for a batch. */
const toCollector = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "50" });

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const caller = "00f067aa0ba902b7";
const headers = { traceparent: `00-${traceId}-${caller}-01`, "x-request-id": "order-7" };

type Line = Readonly<Record<string, unknown>>;

const linesOf = (log: string): readonly Line[] =>
  log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

/** A flag service that says on to everybody, with the headers that it was asked with. */
async function startFlagService() {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    response.end(JSON.stringify({ value: true }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
}

test("a request's span continues its caller's trace and says route, status, pod, version and track", async () => {
  const app = await serveApp(binary, { ...toCollector(), POD_NAME: "pod-7", TRACK: "canary" });
  const answer = await fetch(`${app.url}/api/scholars/2`, { headers });
  expect(answer.headers.get("x-request-id")).toBe("order-7");
  const span = await collector.until(({ name }) => name === "GET /api/scholars/{id}");
  expect(span).toMatchObject({
    traceId,
    parentSpanId: caller,
    kind: 2,
    status: 0,
    attributes: {
      "http.request.method": "GET",
      "http.route": "/api/scholars/{id}",
      "url.path": "/api/scholars/2",
      "http.response.status_code": "200",
      "http.request.header.x-request-id": "order-7",
    },
    resource: {
      "service.name": "scholarlink",
      "service.version": "v2",
      "k8s.pod.name": "pod-7",
      "sluice.track": "canary",
    },
  });
  expect(collector.paths[0]).toBe("POST /v1/traces application/x-protobuf");
});

test("a failed request's line has the ids of its span, and its caller's; whatever is no plain id is replaced", async () => {
  const app = await serveApp(binary, {
    ...toCollector(),
    ERROR_RATIO: "1",
    POD_NAME: "pod-7",
    TRACK: "canary",
  });
  await fetch(`${app.url}/api/papers`, { headers });
  const made = (await fetch(`${app.url}/`, { headers: { "x-request-id": "a b {}" } })).headers.get(
    "x-request-id",
  );
  expect(made).toMatch(/^[A-Z2-7]{26}$/);
  const failed = await collector.until(({ name }) => name === "GET /api/papers");
  const own = await collector.until(({ name }) => name === "GET /");
  expect([failed.status, own.parentSpanId]).toEqual([2, ""]);
  const lines = linesOf(app.log()).filter(({ msg }) => msg === "request failed");
  const usual = { level: "ERROR", method: "GET", status: 500, version: "v2", pod: "pod-7", track: "canary" };
  expect(lines).toEqual([
    expect.objectContaining({
      ...usual,
      route: "/api/papers",
      trace_id: traceId,
      span_id: failed.spanId,
      correlation_id: "order-7",
    }),
    expect.objectContaining({
      ...usual,
      route: "/",
      trace_id: own.traceId,
      span_id: own.spanId,
      correlation_id: made,
    }),
  ]);
});

test("the flag's evaluation is a span of the same trace, and the flag service gets both ids", async () => {
  const service = await startFlagService();
  const app = await serveApp(binary, { ...toCollector(), FLAG_SERVICE: service.url });
  await fetch(`${app.url}/api/papers?user=anna`, { headers });
  const span = await collector.until(({ name }) => name === "evaluate newest-first");
  const request = await collector.until(({ name }) => name === "GET /api/papers");
  expect(span).toMatchObject({
    traceId,
    parentSpanId: request.spanId,
    kind: 3,
    attributes: { "feature_flag.key": "newest-first", "feature_flag.result.variant": "on" },
  });
  expect(service.asked).toEqual([
    expect.objectContaining({ traceparent: `00-${traceId}-${span.spanId}-01`, "x-request-id": "order-7" }),
  ]);
  service.close();
});

test("without a collector no span is made: the caller's trace is passed on as it came, and lines have its id", async () => {
  const service = await startFlagService();
  const app = await serveApp(binary, { FLAG_SERVICE: service.url, LOG_LEVEL: "debug" });
  await fetch(`${app.url}/api/papers`, { headers });
  await fetch(`${app.url}/api/papers`);
  expect(service.asked[0]).toMatchObject({ traceparent: headers.traceparent, "x-request-id": "order-7" });
  expect(service.asked[1]).not.toHaveProperty("traceparent");
  await app.logged(/(?:request answered.*\n[^]*){2}/);
  const lines = linesOf(app.log()).filter(({ msg }) => msg === "request answered");
  expect(lines[0]).toMatchObject({ level: "DEBUG", trace_id: traceId, correlation_id: "order-7" });
  expect(lines[1]).not.toHaveProperty("trace_id");
  service.close();
});

test("a collector that is away costs a line of the log, and no request", async () => {
  collector.close();
  const app = await serveApp(binary, { ...toCollector(), OTEL_EXPORTER_OTLP_TIMEOUT: "200" });
  expect((await fetch(`${app.url}/api/papers`)).status).toBe(200);
  await app.logged(/"level":"WARN","msg":"spans not sent"/);
  app.child.kill("SIGTERM");
  expect(await app.exit).toBe(0);
});

test("a report's links find the canary's spans and lines, and none of stable or of another time", async () => {
  const failing = { ...toCollector(), ERROR_RATIO: "1" };
  const begun = Date.now() / 1000;
  const [stable, canary] = await Promise.all(
    ["stable", "canary"].map((track) =>
      serveApp(binary, { ...failing, TRACK: track, POD_NAME: `scholarlink-${track}-5d8f-x2` }),
    ),
  );
  await Promise.all([stable, canary].map(async (app) => await fetch(`${app?.url}/api/papers`)));
  for (const track of ["stable", "canary"])
    await collector.until(({ resource }) => resource["sluice.track"] === track);
  const facts = { app: "scholarlink", environment: "prod", namespace: "web", attempt: 3, image: "i" };
  const find = (startedAtSeconds: number) => {
    const [traces, logs] = fillLinks(
      [
        {
          name: "Traces",
          url: 'https://jaeger.example.org/search?service={app}&tags=%7B"sluice.track"%3A"canary"%7D&start={fromMs}000&end={toMs}000',
        },
        { name: "Logs", url: "https://logs.example.org/?pods={canary}-.*&from={fromMs}&to={toMs}" },
      ],
      { ...facts, startedAtSeconds, endedAtSeconds: startedAtSeconds + 30 },
    ).map(({ url }) => new URL(url).searchParams);
    const inTime = (atMs: number, from: number, to: number): boolean => atMs >= from && atMs <= to;
    const tags = Object.entries(JSON.parse(traces?.get("tags") ?? "") as Record<string, string>);
    const spans = collector.spans
      .filter(({ startedAtMs }) =>
        inTime(startedAtMs, Number(traces?.get("start")) / 1000, Number(traces?.get("end")) / 1000),
      )
      .filter(({ resource }) => resource["service.name"] === traces?.get("service"))
      .filter(({ resource }) => tags.every(([name, value]) => resource[name] === value));
    const lines = [stable, canary]
      .flatMap((app) => linesOf(app?.log() ?? ""))
      .filter(({ pod }) => new RegExp(logs?.get("pods") ?? "").test(String(pod)))
      .filter(({ time }) =>
        inTime(Date.parse(String(time)), Number(logs?.get("from")), Number(logs?.get("to"))),
      );
    return { spans, lines };
  };
  const { spans, lines } = find(begun);
  expect(spans.map(({ resource }) => resource["sluice.track"])).toEqual(["canary"]);
  const failed = lines.filter(({ msg }) => msg === "request failed");
  expect(failed.map(({ trace_id, span_id }) => ({ trace_id, span_id }))).toEqual(
    spans.map(({ traceId: trace_id, spanId: span_id }) => ({ trace_id, span_id })),
  );
  expect(find(begun - 3600)).toEqual({ spans: [], lines: [] });
});
