import { once } from "node:events";
import { Agent, createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { ask, post, raw, type Asked } from "./ask";
import { runWaf, unpackWaf, type RunningWaf } from "./running-waf";

// The first run unpacks Debian's packages and builds the image.
jest.setTimeout(300_000);

const limit = 64 * 1024;
const attack = "q=%3Cscript%3Ealert(1)%3C/script%3E";
const monitoring = [{ paths: ["/monitor"], from: ["127.0.0.9/32", "10.9.0.0/16"] }];
const exclusions = [
  { rule: 942100, path: "/search", target: "ARGS:q", owner: "shop", expires: "2030-01-01" },
  { rule: 942100, path: "/all/*", owner: "shop", expires: "2030-01-01" },
];

let image: Awaited<ReturnType<typeof unpackWaf>>;
let app: Server;
let block: RunningWaf;
let detect: RunningWaf;
let open: RunningWaf;
let last: {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
  /** Port of the firewall's connection. */
  readonly port: number | undefined;
};

beforeAll(async () => {
  image = await unpackWaf();
  app = createServer((asked, answer) => {
    let bytes = 0;
    asked.on("data", (chunk: Buffer) => (bytes += chunk.length));
    asked.on("end", () => {
      last = { url: asked.url, headers: asked.headers, bytes, port: asked.socket.remotePort };
      answer.setHeader("x-app", "yes");
      answer.setHeader("x-accel-redirect", "/elsewhere");
      answer.end("the app's");
    });
  });
  app.on("upgrade", (_asked, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    socket.pipe(socket);
  });
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  const at = { port: (app.address() as AddressInfo).port };
  const parts = { bodyLimitBytes: limit, monitoring, exclusions, trustedProxies: ["127.0.0.2/32"] };
  block = await runWaf(image.root, at, parts);
  detect = await runWaf(image.root, at, { ...parts, mode: "detect" });
  open = await runWaf(image.root, at, { ...parts, onFailure: "open" });
});
afterAll(async () => {
  expect(await Promise.all([block, detect, open].map(async (waf) => await waf.stop()))).toEqual([0, 0, 0]);
  app.closeAllConnections();
  app.close();
  image.remove();
});

const big = "a".repeat(limit + 1);
const chunked = { "transfer-encoding": "chunked" };
const form = { "content-type": "application/x-www-form-urlencoded" };

test.each<[string, string, Asked, number]>([
  ["a request", "/", {}, 200],
  ["a body at the limit", "/", post("a".repeat(limit)), 200],
  ["a body over the limit", "/", post(big), 413],
  ["a chunked body", "/", post("hello", chunked), 200],
  ["a chunked body over the limit", "/", post(big, chunked), 413],
  ["a method that is not allowed", "/", { method: "PROPFIND" }, 405],
  ["a content type that is not allowed", "/", post("x", { "content-type": "application/evil" }), 415],
  [
    "a content type with parameters",
    "/",
    post("{}", { "content-type": "Application/JSON; charset=utf-8" }),
    200,
  ],
  ["JSON that cannot be read", "/", post('{"a":', { "content-type": "application/json" }), 422],
  ["an attack", `/?${attack}`, {}, 403],
  ["an attack in a chunked body", "/", post(attack, { ...chunked, ...form }), 403],
  [
    "a method that a header names over the line's",
    "/",
    { headers: { "x-http-method-override": "DELETE" } },
    403,
  ],
  ["a method that is none", "/", { method: "PURGE" }, 405],
  ["a monitor from elsewhere", `/monitor?${attack}`, {}, 403],
  ["a monitor", `/monitor?${attack}`, { localAddress: "127.0.0.9" }, 200],
  ["a monitor's address on another path", `/other?${attack}`, { localAddress: "127.0.0.9" }, 403],
  ["a monitor's path and more", `/monitor/x?${attack}`, { localAddress: "127.0.0.9" }, 403],
  [
    "a monitor's address as anybody names it",
    `/monitor?${attack}`,
    { headers: { "x-forwarded-for": "10.9.1.1" } },
    403,
  ],
  [
    "a monitor's address as a trusted proxy names it",
    `/monitor?${attack}`,
    { localAddress: "127.0.0.2", headers: { "x-forwarded-for": "10.9.1.1" } },
    200,
  ],
  [
    "a monitor's address before the client's",
    `/monitor?${attack}`,
    { localAddress: "127.0.0.2", headers: { "x-forwarded-for": "10.9.1.1, 192.0.2.6" } },
    403,
  ],
  ["what an exclusion lets through", "/search?q=1%27%20OR%20%271%27=%271", {}, 200],
  ["the same in another part", "/search?other=1%27%20OR%20%271%27=%271", {}, 403],
  ["the same on another path", "/search2?q=1%27%20OR%20%271%27=%271", {}, 403],
  ["what an exclusion by the start of a path lets through", "/all/x?q=1%27%20OR%20%271%27=%271", {}, 200],
  ["a way out of such a path", "/all/../x?q=1%27%20OR%20%271%27=%271", {}, 403],
  ["a hidden way out of such a path", "/all/%2e%2E/x?q=1%27%20OR%20%271%27=%271", {}, 403],
])("%s", async (_name, path, options, status) => {
  expect(await ask(block, path, options)).toMatchObject({ status, isApps: status === 200 });
  // Nothing of it is refused where it is only detected.
  expect(await ask(detect, path, options)).toMatchObject({ status: 200, isApps: true });
});

test.each([
  [
    "both lengths",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "400",
  ],
  [
    "a chunk that is none",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
    "400",
  ],
  ["no host", "GET / HTTP/1.1\r\n\r\n", "400"],
  ["a path above the root", "GET /a/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
  ["no HTTP", "hello\r\n\r\n", "400"],
  ["a method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
  ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"],
  [
    "two different lengths",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "400",
  ],
])("%s ends before the app", async (_name, text, status) => {
  expect((await raw(block, text)).line).toContain(` ${status} `);
});

test("a body that cannot be read is let through where failures are open, an attack is not", async () => {
  const json = { "content-type": "application/json" };
  expect((await ask(open, "/", post('{"a":', json))).status).toBe(200);
  expect((await ask(open, `/?${attack}`)).status).toBe(403);
});

test("requests reach the app as they came, with an id; its answer comes back whole", async () => {
  const headers = {
    "x-forwarded-for": "192.0.2.6",
    under_score: "1",
    "x-request-id": "r-1",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    tracestate: "vendor=1",
  };
  const path = "/a//b/%7Ec?x=1&y=%20";
  const answer = await ask(block, path, { headers });
  expect(last).toMatchObject({ url: path, headers: { host: "shop.example.org", ...headers } });
  expect(answer.headers).toMatchObject({ "x-accel-redirect": "/elsewhere" });
  await ask(block, "/", { headers: { "x-request-id": 'a"b' } });
  expect(last.headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
});

test("a WebSocket is carried", async () => {
  const socket = connect(block.port, "127.0.0.1");
  socket.write("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  const [head] = (await once(socket, "data")) as [Buffer];
  expect(head.toString()).toContain("101 Switching Protocols");
  socket.write("ping");
  expect(String((await once(socket, "data"))[0])).toBe("ping");
  socket.destroy();
});

test("no request goes by a connection that the app may be about to close: gunicorn does after 2 s", async () => {
  await ask(block, "/");
  const { port } = last;
  await ask(block, "/");
  expect(last.port).toBe(port);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await ask(block, "/");
  expect(last.port).not.toBe(port);
});

test("no request is lost where somebody asks for a reload: there is none, kept connections stay", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  agent.on("free", (socket: Socket) => ports.add(socket.localPort));
  for (let turn = 0; turn < 60; turn++) {
    if (turn % 20 === 5) process.kill(block.pid, "SIGHUP");
    expect(await ask(block, "/", { agent })).toMatchObject({ status: 200, isApps: true });
  }
  agent.destroy();
  expect(ports.size).toBe(1);
});

test("a stop ends no request that is under way", async () => {
  const slow = createServer();
  slow.listen(0, "127.0.0.1");
  await once(slow, "listening");
  const waf = await runWaf(image.root, { port: (slow.address() as AddressInfo).port });
  const answered = ask(waf, "/");
  const [, answer] = (await once(slow, "request")) as [unknown, ServerResponse];
  const stopped = waf.stop();
  // New ones are for other pods.
  for (;;) {
    const socket = connect(waf.port, "127.0.0.1");
    const [is] = await Promise.race([once(socket, "connect"), once(socket, "error")]).catch(() => [
      "refused",
    ]);
    socket.destroy();
    if (is !== undefined) break;
  }
  answer.setHeader("x-app", "yes");
  answer.end();
  expect(await answered).toMatchObject({ status: 200, isApps: true });
  expect(await stopped).toBe(0);
  slow.closeAllConnections();
  slow.close();
});
