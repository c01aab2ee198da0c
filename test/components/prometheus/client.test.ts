import type { ServerResponse } from "node:http";
import { openAccess } from "../../../components/prometheus/access";
import { createPrometheus, type Prometheus } from "../../../components/prometheus/client";
import { directTransport } from "../../../components/prometheus/direct-transport";
import { matrix, startFakePrometheus, type FakePrometheus } from "../../support/fake-prometheus";

type Answer = Parameters<typeof startFakePrometheus>[0];

let fake: FakePrometheus | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function open(answer: Answer, options: Partial<Parameters<typeof createPrometheus>[0]> = {}) {
  fake = await startFakePrometheus(answer);
  const token = options.secrets?.[0];
  const settings = { prometheus: fake.url, ...(token === undefined ? {} : { tokenFrom: "TOKEN" }) };
  const transport = directTransport(fake.url, openAccess(settings, { TOKEN: token }));
  return createPrometheus({ transport, timeoutSeconds: 5, ...options });
}

const reply = (status: number, body: string) => (response: ServerResponse) => {
  response.writeHead(status).end(body);
};

const ask = async (prometheus: Prometheus) => await prometheus.queryRaw("up[60s]", 1000.5);

test("queryRaw() returns every raw sample with its own time", async () => {
  const body = matrix({
    metric: { __name__: "up", instance: "a" },
    values: [
      [999.1, "1"],
      [1000.2, "NaN"],
    ],
  });
  const prometheus = await open(reply(200, body));
  expect(await ask(prometheus)).toEqual({
    ok: true,
    value: [
      {
        labels: { __name__: "up", instance: "a" },
        samples: [
          [999.1, 1],
          [1000.2, NaN],
        ],
      },
    ],
  });
  expect(fake?.asked[0]).toMatchObject({ method: "GET", path: "/api/v1/query", authorization: undefined });
  expect(Object.fromEntries(fake?.asked[0]?.parameters ?? [])).toEqual({
    query: "up[60s]",
    time: "1000.500",
    timeout: "5000ms",
  });
});

test("queryRaw() takes an empty result as an answer", async () => {
  expect(await ask(await open(reply(200, matrix())))).toEqual({ ok: true, value: [] });
});

test("queryRaw() sends a long query as a form", async () => {
  const prometheus = await open(reply(200, matrix()));
  const selector = `up{instance=~"${"x".repeat(5000)}"}[60s]`;
  expect(await prometheus.queryRaw(selector, 1)).toEqual({ ok: true, value: [] });
  expect(fake?.asked[0]?.method).toBe("POST");
  expect(fake?.asked[0]?.parameters.get("query")).toBe(selector);
});

test("time() is Prometheus' own clock", async () => {
  const body = '{"status":"success","data":{"resultType":"scalar","result":[1700000000.5,"1700000000.5"]}}';
  expect(await (await open(reply(200, body))).time()).toEqual({ ok: true, value: 1_700_000_000.5 });
});

const queryError = JSON.stringify({ status: "error", errorType: "bad_data", error: "parse error at 3" });

test.each<[string, Answer, string, string | RegExp]>([
  ["garbage", reply(200, "<html>login</html>"), "parse", "answer must be JSON: got <html>login</html>"],
  ["nothing", reply(200, ""), "parse", "answer must be JSON: got nothing"],
  [
    "a series without samples",
    reply(200, '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{}}]}}'),
    "shape",
    'series 0 must have labels and samples: got {"metric":{}}',
  ],
  [
    "a sample that is no number",
    reply(
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"x"]]}]}}',
    ),
    "shape",
    'series 0 must have labels and samples: got {"metric":{},"values":[[1,"x"]]}',
  ],
  [
    "a sample that is no pair",
    reply(200, '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[1]}]}}'),
    "shape",
    'series 0 must have labels and samples: got {"metric":{},"values":[1]}',
  ],
  [
    "a label that is no text",
    reply(
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":1},"values":[[1,"+Inf"]]}]}}',
    ),
    "shape",
    'series 0 must have labels and samples: got {"metric":{"a":1},"values":[[1,"+Inf"]]}',
  ],
  ["a list", reply(200, "[]"), "shape", "answer must be an object"],
  ["no data", reply(200, '{"status":"success"}'), "shape", "answer must have data: got none"],
  ["an error inside 200", reply(200, queryError), "query", "bad_data: parse error at 3"],
  ["a parse error", reply(400, queryError), "query", "HTTP 400: bad_data: parse error at 3"],
  [
    "too many samples",
    reply(422, '{"errorType":"execution","error":"too many"}'),
    "query",
    "HTTP 422: execution: too many",
  ],
  [
    "no rights",
    reply(403, '{"kind":"Status","message":"services is forbidden"}'),
    "http",
    "HTTP 403: services is forbidden",
  ],
  ["an empty refusal", reply(401, ""), "http", "HTTP 401"],
  ["JSON that says nothing", reply(404, "[1]"), "http", "HTTP 404: [1]"],
  ["an object that says nothing", reply(404, '{"a":1}'), "http", 'HTTP 404: {"a":1}'],
  ["500 again and again", reply(500, "oops"), "http", "HTTP 500: oops"],
  [
    "a redirect",
    (response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    "unreachable",
    /redirect/,
  ],
  ["a broken connection", (response) => void response.socket?.destroy(), "unreachable", /socket hang up/],
  [
    "a partial answer",
    reply(200, '{"status":"success","warnings":["store down"],"data":{"resultType":"matrix","result":[]}}'),
    "warning",
    "answer must be complete: got warnings store down",
  ],
  [
    "an answer of which VictoriaMetrics says that storage nodes are missing",
    reply(200, '{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}'),
    "warning",
    "answer must be complete: got a partial one",
  ],
  [
    "a vector",
    reply(200, '{"status":"success","data":{"resultType":"vector","result":[]}}'),
    "shape",
    "answer must be a matrix of raw samples: got vector",
  ],
  [
    "samples that are no pairs",
    reply(
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,2]]}]}}',
    ),
    "shape",
    'series 0 must have labels and samples: got {"metric":{},"values":[[1,2]]}',
  ],
])("queryRaw() tells of %s", async (_, answer, code, message) => {
  const got = await ask(await open(answer));
  expect(got).toMatchObject({ ok: false, error: { code } });
  expect(got.ok ? "" : got.error.message).toEqual(
    typeof message === "string" ? message : expect.stringMatching(message),
  );
});

test.each([
  ["a scalar that is no number", '[1,"NaN"]', "scalar"],
  ["something else", "[]", "vector"],
])("time() tells of %s", async (_, result, resultType) => {
  const body = `{"status":"success","data":{"resultType":"${resultType}","result":${result}}}`;
  expect(await (await open(reply(200, body))).time()).toMatchObject({ ok: false, error: { code: "shape" } });
});

test("queryRaw() gives up after its time", async () => {
  const prometheus = await open(() => undefined, { timeoutSeconds: 0.2 });
  expect(await ask(prometheus)).toEqual({
    ok: false,
    error: { code: "timeout", message: "no answer within 0.2 s" },
  });
  expect(fake?.asked).toHaveLength(1);
});

test("queryRaw() ends with the caller", async () => {
  const controller = new AbortController();
  const prometheus = await open(() => controller.abort());
  expect(await prometheus.queryRaw("up[1s]", 1, controller.signal)).toMatchObject({
    error: { code: "interrupted" },
  });
});

test("queryRaw() reads no more than it was allowed to", async () => {
  const prometheus = await open(reply(200, " ".repeat(5000)), { maxBytes: 1000 });
  expect(await ask(prometheus)).toEqual({
    ok: false,
    error: { code: "too-large", message: "answer must be at most 1000 bytes" },
  });
});

test("queryRaw() asks again after a 5xx and after a lost connection", async () => {
  const prometheus = await open((response, before) => {
    if (before === 0) response.socket?.destroy();
    else reply(before === 1 ? 503 : 200, matrix())(response);
  });
  expect(await ask(prometheus)).toEqual({ ok: true, value: [] });
  expect(fake?.asked).toHaveLength(3);
});

test("queryRaw() does not ask again what Prometheus refused", async () => {
  await ask(await open(reply(400, queryError)));
  expect(fake?.asked).toHaveLength(1);
});

test("queryRaw() tells of an address where nobody listens", async () => {
  await open(reply(200, ""));
  await fake?.close();
  const prometheus = createPrometheus({ transport: directTransport(fake?.url ?? ""), timeoutSeconds: 5 });
  const error = { code: "unreachable", message: expect.stringMatching(/ECONNREFUSED/) };
  expect(await ask(prometheus)).toEqual({ ok: false, error });
});

test("queryRaw() sends the token and never shows it", async () => {
  const secret = "s3cret-token";
  const prometheus = await open(
    (response, _, { authorization }) => reply(403, `no: ${authorization}, http://me:pw@host/`)(response),
    { secrets: [secret] },
  );
  const error = { message: "HTTP 403: no: Bearer …, http://…@host/" };
  expect(await ask(prometheus)).toMatchObject({ ok: false, error });
  expect(fake?.asked[0]?.authorization).toBe(`Bearer ${secret}`);
});
