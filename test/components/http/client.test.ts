import { gzipSync } from "node:zlib";
import { sendHttp } from "../../../components/http/client";
import type { HttpError } from "../../../components/http/http-error";
import { makeCertificate, startProxy, startServer } from "./server";
import type { TestServer } from "./server";

const limits = { timeoutMs: 5000, maxBytes: 10_000 };
const certificate = makeCertificate("prometheus.example");
const before = { ...process.env };
const open: TestServer[] = [];

async function serve(...args: Parameters<typeof startServer>): Promise<number> {
  const server = await startServer(...args);
  open.push(server);
  return server.port;
}

afterEach(async () => {
  process.env = { ...before };
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const codeOf = async (sent: Promise<unknown>): Promise<string> =>
  await sent.then(
    () => "answered",
    (error: HttpError) => `${error.name} ${error.code}: ${error.message}`,
  );

test("sendHttp() hands on status, headers and body of whatever answer comes", async () => {
  const port = await serve((request, response) => {
    response.writeHead(503, { "X-Told": `${request.method} ${request.url}`, "set-cookie": ["a=1", "b=2"] });
    response.end("not now");
  });
  const answer = await sendHttp({ url: `http://127.0.0.1:${port}/a?b=c`, ...limits });
  expect(answer).toMatchObject({ status: 503, verified: false });
  expect(answer.headers).toMatchObject({ "x-told": "GET /a?b=c", "set-cookie": "a=1, b=2" });
  expect(answer.rawHeaders).toContain("X-Told");
  expect(answer.body.toString()).toBe("not now");
});

test("sendHttp() sends method, headers and body as they are", async () => {
  const port = await serve((request, response) => {
    const chunks: string[] = [];
    request.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
    request.on("end", () => response.end(JSON.stringify([request.method, request.headers, chunks.join("")])));
  });
  const headers = { "content-type": "application/json", authorization: "Bearer x" };
  const url = `http://127.0.0.1:${port}/`;
  const answer = await sendHttp({ url, method: "PUT", headers, body: '{"a":1}', ...limits });
  const told = JSON.parse(answer.body.toString()) as [string, Record<string, string>, string];
  expect(told).toEqual(["PUT", expect.objectContaining({ ...headers, "user-agent": "sluice" }), '{"a":1}']);
});

test("sendHttp() does not follow a redirection, which would take credentials along", async () => {
  const asked: string[] = [];
  const elsewhere = await serve((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  const port = await serve((_, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/taken` }).end();
  });
  const headers = { authorization: "Bearer x" };
  expect((await sendHttp({ url: `http://127.0.0.1:${port}/`, headers, ...limits })).status).toBe(302);
  expect(asked).toEqual([]);
});

test.each([
  ["as it is", "identity", (text: string) => Buffer.from(text)],
  ["unzipped", "gzip", (text: string) => gzipSync(text)],
])("sendHttp() counts the body %s while it reads", async (_name, encoding, encode) => {
  let written = 0;
  const port = await serve((_, response) => {
    response.writeHead(200, { "content-encoding": encoding });
    const part = encode("x".repeat(5_000_000));
    response.write(part, () => (written = part.byteLength));
  });
  const sent = sendHttp({ url: `http://127.0.0.1:${port}/`, ...limits });
  expect(await codeOf(sent)).toBe("HttpError too-large: answer must be at most 10000 bytes");
  expect(written).toBeGreaterThanOrEqual(0);
});

test("sendHttp() cuts a long body off where that is asked for", async () => {
  const port = await serve((_, response) => void response.write("x".repeat(20_000)));
  const answer = await sendHttp({ url: `http://127.0.0.1:${port}/`, ...limits, cut: true });
  expect(answer.body.byteLength).toBe(10_000);
});

test.each([
  ["nothing comes", () => undefined],
  ["the body does not end", (response: { write(text: string): void }) => response.write("x")],
])("sendHttp() ends in time where %s", async (_name, answer) => {
  const port = await serve((_request, response) => answer(response));
  const sent = sendHttp({ url: `http://127.0.0.1:${port}/`, ...limits, timeoutMs: 200 });
  expect(await codeOf(sent)).toBe("HttpError timeout: no answer within 0.2 s");
});

test("sendHttp() ends when the caller gives up", async () => {
  const port = await serve(() => undefined);
  const controller = new AbortController();
  const sent = sendHttp({ url: `http://127.0.0.1:${port}/`, ...limits, signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  expect(await codeOf(sent)).toBe("HttpError interrupted: interrupted before the answer");
});

test("sendHttp() names neither address nor credentials where there is no answer", async () => {
  const server = await startServer(() => undefined);
  await server.close();
  const url = `http://user:hidden@127.0.0.1:${server.port}/?token=hidden`;
  const said = await codeOf(sendHttp({ url, headers: { authorization: "Bearer hidden" }, ...limits }));
  expect(said).toMatch(/^HttpError unreachable: .*ECONNREFUSED/);
  expect(said).not.toContain("hidden");
});

test("sendHttp() says that an answer broke off", async () => {
  const port = await serve((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("x", () => response.destroy());
  });
  expect(await codeOf(sendHttp({ url: `http://127.0.0.1:${port}/`, ...limits }))).toMatch(
    /^HttpError unreachable: \S/,
  );
});

test("sendHttp() goes through the tunnel of HTTPS_PROXY and checks the server behind it", async () => {
  const asked: string[] = [];
  const port = await serve((_, response) => void response.end("behind"), certificate);
  const proxy = await startProxy(port, asked);
  open.push(proxy);
  process.env["HTTPS_PROXY"] = `http://u:p%40@127.0.0.1:${proxy.port}`;
  const url = "https://prometheus.example/api";
  const answer = await sendHttp({ url, tls: { ca: certificate.cert }, ...limits });
  expect(answer).toMatchObject({ verified: true, status: 200 });
  expect(answer.body.toString()).toBe("behind");
  expect(asked).toEqual([`CONNECT prometheus.example:443 Basic ${btoa("u:p@")}`]);
  expect(await codeOf(sendHttp({ url, ...limits }))).toMatch(
    /^HttpError unreachable: self-signed certificate/,
  );
  process.env["NO_PROXY"] = "example";
  expect(await codeOf(sendHttp({ url, tls: { ca: certificate.cert }, ...limits }))).toMatch(
    /ENOTFOUND|EAI_AGAIN/,
  );
});

test("sendHttp() asks HTTP_PROXY for the whole address", async () => {
  const asked: string[] = [];
  const proxy = await startProxy(0, asked);
  open.push(proxy);
  process.env["HTTP_PROXY"] = `127.0.0.1:${proxy.port}`;
  const answer = await sendHttp({ url: "http://prometheus.example/api?q=1", ...limits });
  expect(answer.body.toString()).toBe("by the proxy");
  expect(asked).toEqual(["GET http://prometheus.example/api?q=1 none"]);
});
