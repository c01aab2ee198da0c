import { readProxied } from "../../../../components/core/gate/proxied";

const status = (message?: string): string =>
  JSON.stringify({ kind: "Status", apiVersion: "v1", ...(message === undefined ? {} : { message }) });

test.each<[string, Parameters<typeof readProxied>[0], unknown]>([
  ["a good answer", { status: 200, body: "ok" }, { ok: true, status: 200 }],
  ["a page that is not there", { status: 404, body: "<html>" }, { ok: true, status: 404 }],
  ["an error of the app", { status: 500, body: "{}" }, { ok: false, status: 500, problem: "HTTP 500" }],
  ["no right", { status: 403, body: status("forbidden") }, { away: "forbidden" }],
  ["no pod reached", { status: 503, body: status("connection refused") }, { away: "connection refused" }],
  ["no words", { status: 503, body: status() }, { away: "no reason given" }],
  ["no API server", { problem: "timed out" }, { away: "timed out" }],
])("readProxied() of %s", (_, answer, expected) => {
  expect(readProxied(answer)).toEqual(expected);
});
