import { gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";
import { createPrometheus } from "../../../components/prometheus/client";
import type { Prometheus } from "../../../components/prometheus/client";
import { directTransport } from "../../../components/prometheus/direct-transport";
import { matrix, startFakePrometheus } from "../../support/fake-prometheus";
import type { FakePrometheus } from "../../support/fake-prometheus";

let fake: FakePrometheus | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function open(answer: Parameters<typeof startFakePrometheus>[0]): Promise<Prometheus> {
  await fake?.close();
  fake = await startFakePrometheus(answer);
  return createPrometheus({ transport: directTransport(fake.url), timeoutSeconds: 5 });
}

const reply = (status: number, body: string) => (response: ServerResponse) => {
  response.writeHead(status).end(body);
};

const ask = async (prometheus: Prometheus) => await prometheus.queryRaw("up[60s]", 1000.5);
const queryError = JSON.stringify({ status: "error", errorType: "bad_data", error: "parse error at 3" });

test.each([
  [
    "a vector",
    '{"resultType":"vector","result":[{"metric":{},"value":[1,"3"]},{"metric":{},"value":[1,"NaN"]}]}',
    [3, NaN],
  ],
  ["no series", '{"resultType":"vector","result":[]}', []],
  ["a number", '{"resultType":"scalar","result":[1,"0.5"]}', [0.5]],
  ["a matrix", '{"resultType":"matrix","result":[]}', undefined],
  ["a series without value", '{"resultType":"vector","result":[7]}', undefined],
])("queryValues() of %s", async (_, data, value) => {
  const body = `{"status":"success","data":${data}}`;
  const answer = await (await open(reply(200, body))).queryValues("x");
  if (value === undefined) expect(answer).toMatchObject({ ok: false, error: { code: "shape" } });
  else expect(answer).toEqual({ ok: true, value });
});

test("queryLabels() tells which series there are", async () => {
  const body =
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"le":"1"},"value":[1,"3"]}]}}';
  expect(await (await open(reply(200, body))).queryLabels("x")).toEqual({ ok: true, value: [{ le: "1" }] });
  expect(await (await open(reply(200, matrix()))).queryLabels("x")).toMatchObject({
    error: { code: "shape" },
  });
  expect(await (await open(reply(400, queryError))).queryLabels("x")).toMatchObject({
    error: { code: "query" },
  });
});

test("queryRaw() knows native histograms from series", async () => {
  const histograms = [[1, { count: "1", sum: "2" }]];
  const result = [
    { metric: { a: "b" }, histograms },
    { metric: {}, histograms, values: [[1, "2"]] },
  ];
  const body = JSON.stringify({ status: "success", data: { resultType: "matrix", result } });
  expect(await ask(await open(reply(200, body)))).toEqual({
    ok: true,
    value: [
      { labels: { a: "b" }, samples: [], isNative: true },
      { labels: {}, samples: [[1, 2]], isNative: true },
    ],
  });
});

test("queryRaw() reads answers that are compressed, and takes half a one for none", async () => {
  const zipped = gzipSync(matrix());
  const headers = { "content-encoding": "gzip" };
  expect(await ask(await open((response) => void response.writeHead(200, headers).end(zipped)))).toEqual({
    ok: true,
    value: [],
  });
  const half = zipped.subarray(0, 20);
  expect(await ask(await open((response) => void response.writeHead(200, headers).end(half)))).toMatchObject({
    error: { code: "unreachable", message: "unexpected end of file" },
  });
  const broken = await open((response) => {
    response
      .writeHead(200, { ...headers, "content-length": "999" })
      .write(half, () => response.socket?.destroy());
  });
  expect(await ask(broken)).toMatchObject({ error: { code: "unreachable", message: "aborted" } });
});
