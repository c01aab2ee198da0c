import type { IncomingMessage, ServerResponse } from "node:http";
import type { CheckContext } from "../../../components/checks/check-context";
import { runChecks } from "../../../components/checks/run-checks";
import { declareHttpRoute } from "../../../components/core/routers/gateway/write/manifest";
import { signBody } from "../../../components/core/notify/cloud-event";
import type { RouteView } from "../../../components/core/routers/router";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";
import { startServer } from "../http/server";
import type { TestServer } from "../http/server";

let server: TestServer;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

beforeAll(async () => {
  server = await startServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => answer(request, response, body));
  });
});
afterAll(async () => await server.close());

function contextOf(checks: string): CheckContext {
  const traffic = `{ hosts: [app.example.org], scheme: http, address: "127.0.0.1:${server.port}" }`;
  const analysis = `{ prometheus: "http://127.0.0.1:${server.port}" }`;
  const settings = toSettings(configWith({ checks, traffic, analysis }), parseStackName("prod"));
  const route = {
    object: declareHttpRoute(settings, "t").manifest,
    live: { weight: 0 },
  } as unknown as RouteView;
  return { cluster: {} as never, settings, route, about: { stage: "5" }, nowSeconds: 1000 };
}

const gate = { use: "gate", isCanaryUp: true, isRollback: false } as const;
const ask = async (checks: string, changes: Partial<CheckContext> = {}) =>
  (await runChecks({ ...contextOf(checks), ...changes }, gate))?.map(({ isFine, text }) => [isFine, text]);

const trackOf = ({ headers }: IncomingMessage): string => String(headers["x-sluice-probe"]).replace("t-", "");

test("nothing is asked where nothing is configured", async () => {
  const settings = toSettings(configWith(), parseStackName("prod"));
  expect(await runChecks({ ...contextOf("[]"), settings }, gate)).toBeUndefined();
});

test("requests reach each track by its probe rule, with the public host: the repair of a fault is shown", async () => {
  answer = (request, response) => {
    expect(request.headers.host).toBe("app.example.org");
    const track = trackOf(request);
    response.writeHead(track === "canary" ? 200 : 500, { "x-sluice-track": track }).end("fine");
  };
  const check =
    "[{ name: order, stable: fails, requests: [{ url: /orders/42, expect: { contains: fine } }] }]";
  expect(await ask(check)).toEqual([
    [true, '"order" fails on stable'],
    [true, '"order" passes on the canary'],
  ]);
  answer = (request, response) => response.writeHead(500, { "x-sluice-track": trackOf(request) }).end();
  expect(await ask(check)).toEqual([
    [true, '"order" fails on stable'],
    [
      false,
      'check "order" must pass on the canary: got status 500 instead of 200, a body without "fine" of GET /orders/42',
    ],
  ]);
});

test("an answer that no track proves, and a route without rule, is unknown", async () => {
  answer = (_, response) => response.writeHead(200).end();
  const check = "[{ name: a, requests: [{ url: / }] }]";
  expect(await ask(check)).toEqual([
    [
      false,
      'check "a" must be answered on the canary: got an answer without the router\'s proof that this track gave it',
    ],
  ]);
  expect(await ask(check, { route: undefined })).toEqual([
    [false, expect.stringContaining("give its requests a whole address")],
  ]);
});

test("headers of a request may be secrets, which no message shows", async () => {
  process.env["SLUICE_TEST_USER"] = "Bearer abc";
  answer = (request, response) =>
    response.writeHead(request.headers.authorization === "Bearer abc" ? 200 : 401).end();
  const check = (name: string) =>
    `[{ name: me, requests: [{ url: "http://127.0.0.1:${server.port}/me", headersFrom: { Authorization: ${name} } }] }]`;
  expect(await ask(check("SLUICE_TEST_USER"))).toEqual([[true, '"me" passes']]);
  expect(await ask(check("SLUICE_TEST_NONE"))).toEqual([
    [false, expect.stringContaining("SLUICE_TEST_NONE")],
  ]);
});

test("a webhook is signed, and its no is a failure; one that is away is unknown", async () => {
  process.env["SLUICE_TEST_SECRET"] = "s";
  const url = `http://127.0.0.1:${server.port}`;
  answer = ({ headers }, response, body) => {
    expect(JSON.parse(body)).toMatchObject({
      check: "window",
      app: "scholarlink",
      environment: "prod",
      stage: "5",
    });
    const [id, time] = [String(headers["webhook-id"]), String(headers["webhook-timestamp"])];
    const isSigned = headers["webhook-signature"] === signBody("s", id, time, body);
    response.writeHead(200).end(JSON.stringify({ ok: !isSigned, text: "frozen" }));
  };
  expect(await ask(`[{ name: window, webhook: { url: "${url}", secretFrom: SLUICE_TEST_SECRET } }]`)).toEqual(
    [[false, 'check "window" must pass: got a no: frozen']],
  );
  expect(await ask(`[{ name: window, webhook: { url: "${url}" } }]`)).toEqual([[true, '"window" passes']]);
  expect(await ask('[{ name: window, webhook: { url: "http://127.0.0.1:1" } }]')).toEqual([
    [false, expect.stringMatching(/must be answered: got connect ECONNREFUSED/)],
  ]);
});

test("a query is judged by its limit, in Prometheus' own words where it cannot be", async () => {
  const check = "[{ name: queue, promql: { query: depth, max: 10 } }]";
  answer = (_, response) =>
    response.end(
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"12"]}]}}',
    );
  expect(await ask(check)).toEqual([[false, 'check "queue" must pass: got 12 instead of at most 10']]);
  answer = (_, response) => response.writeHead(400).end('{"status":"error","error":"parse error"}');
  expect(await ask(check)).toEqual([[false, 'check "queue" must be answered: got HTTP 400: parse error']]);
});

test("a statement is judged by its date", async () => {
  const statement = (expires: string) =>
    `[{ name: read, statement: { text: t, owner: o, signedBy: anna, expires: "${expires}" } }]`;
  expect(await ask(statement("1970-01-01T01:00:00Z"))).toEqual([[true, '"read" passes']]);
  expect(await ask(statement("1970-01-01T00:01:00Z"))).toEqual([
    [false, expect.stringContaining("a signature of anna that ended")],
  ]);
});
