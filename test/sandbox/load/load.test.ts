import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { startLoad } from "../../../sandbox/load/load";
import type { LoadSecond } from "../../../sandbox/load/report";

jest.setTimeout(60_000);

let server: Server;
let address: string;

const listen = async (answer: RequestListener): Promise<void> => {
  server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test("sends exactly the rate, and reports what the server answered by version", async () => {
  let received = 0;
  const hosts = new Set<string | undefined>();
  await listen((request, response) => {
    received++;
    hosts.add(request.headers.host);
    response.setHeader("x-scholarlink-version", received % 4 === 0 ? "v2" : "v1").end("fine");
  });
  const report = await startLoad({ address, host: "app.test", ratePerSecond: 200, durationSeconds: 2 }).done;
  expect(received).toBe(400);
  expect(report).toMatchObject({ sent: 400, ok: 400, failed: 0, statuses: { 200: 400 }, failures: [] });
  expect([report.versions["v1"]?.requests, report.versions["v2"]?.requests]).toEqual([300, 100]);
  expect([...hosts]).toEqual(["app.test"]);
});

test("the timeline and its messages add up to the totals", async () => {
  await listen((_, response) => response.end());
  const seconds: LoadSecond[] = [];
  const report = await startLoad({
    address,
    ratePerSecond: 300,
    durationSeconds: 2.5,
    arrivals: "poisson",
    onSecond: (second) => seconds.push(second),
  }).done;
  expect(seconds).toEqual(report.timeline);
  const sum = (key: "sent" | "ok") => seconds.reduce((total, second) => total + second[key], 0);
  expect([sum("sent"), sum("ok")]).toEqual([report.sent, report.ok]);
  expect(report.sent).toBe(report.ok);
});

test("tells failures by kind, each with its time and version", async () => {
  await listen((request, response) => {
    response.setHeader("x-scholarlink-version", "v9");
    if (request.url === "/status") response.writeHead(503).end("no");
    else if (request.url === "/reset") request.socket.destroy();
    else if (request.url === "/cut") {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setTimeout(() => request.socket.destroy(), 5);
    } else if (request.url === "/ok") response.end();
  });
  const paths = ["/status", "/reset", "/cut", "/hang", "/ok"];
  const report = await startLoad({ address, paths, ratePerSecond: 50, durationSeconds: 1, timeoutMs: 300 })
    .done;
  expect(report).toMatchObject({
    sent: 50,
    ok: 10,
    failed: 40,
    failuresByKind: { status: 10, connection: 20, timeout: 10, overflow: 0 },
  });
  const of = (wanted: string) => report.failures.find((failure) => failure.path === wanted);
  expect(of("/status")).toMatchObject({ kind: "status", detail: "503", version: "v9" });
  expect(of("/reset")).toMatchObject({ kind: "connection", detail: "ECONNRESET", version: "" });
  expect(of("/cut")).toMatchObject({ kind: "connection", version: "v9" });
  expect(of("/hang")).toMatchObject({ kind: "timeout", detail: "300 ms" });
  // A timer and two clocks agree to a few milliseconds only.
  expect(of("/hang")?.latencyMs).toBeGreaterThanOrEqual(290);
  expect(Date.parse(of("/hang")?.at ?? "")).toBeGreaterThanOrEqual(Date.parse(report.startedAt) + 290);
});

test("requests without an answer hold up no other", async () => {
  await listen((request, response) => {
    if (request.url === "/ok") response.end();
  });
  const paths = ["/hang", "/ok"];
  const report = await startLoad({ address, paths, ratePerSecond: 40, durationSeconds: 1, timeoutMs: 1500 })
    .done;
  expect(report).toMatchObject({ sent: 40, ok: 20, failuresByKind: { timeout: 20 } });
});

test("a server that refuses connections is a connection failure", async () => {
  await listen((_, response) => response.end());
  await new Promise((resolve) => server.close(resolve));
  const report = await startLoad({ address, ratePerSecond: 20, durationSeconds: 0.5 }).done;
  expect(report).toMatchObject({ sent: 10, ok: 0, failuresByKind: { connection: 10 } });
  expect(report.failures[0]?.detail).toBe("ECONNREFUSED");
});

test("requests due while the server stands still count their whole wait", async () => {
  let answered = 0;
  await listen((_, response) => {
    if (answered++ === 0) {
      const until = performance.now() + 600;
      while (performance.now() < until);
    }
    response.end();
  });
  const report = await startLoad({ address, ratePerSecond: 100, durationSeconds: 1 }).done;
  // 60 of the 100 requests were due within the 600 ms; sent one after another it would have been one of 40.
  expect(report.sent).toBe(100);
  expect(report.latencyMs.max).toBeGreaterThanOrEqual(590);
  expect(report.latencyMs.p50).toBeGreaterThanOrEqual(80);
});

test("stop() ends a load early, after the requests under way", async () => {
  await listen((_, response) => void setTimeout(() => response.end(), 50));
  const load = startLoad({ address, ratePerSecond: 50 });
  expect(load.snapshot()).toBeUndefined();
  await once(server, "request");
  const report = await load.stop();
  expect(report.sent).toBeGreaterThanOrEqual(1);
  expect(report.ok).toBe(report.sent);
  expect(await load.done).toBe(report);
});

test("snapshot() has the totals of the last full second", async () => {
  await listen((_, response) => response.end());
  const load = await new Promise<ReturnType<typeof startLoad>>((resolve) => {
    const started = startLoad({ address, ratePerSecond: 100, onSecond: () => resolve(started) });
  });
  expect(load.snapshot()?.sent).toBeGreaterThanOrEqual(90);
  await load.stop();
});

test("a load whose owner is killed ends", async () => {
  await listen((_, response) => response.end());
  const root = path.join(__dirname, "../../..");
  const script = `require(${JSON.stringify(path.join(root, "register.js"))});
    const { startLoad } = require(${JSON.stringify(path.join(root, "sandbox/load/load.ts"))});
    console.log(startLoad(${JSON.stringify({ address, ratePerSecond: 50 })}).pid);`;
  const owner = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  const generator = `/proc/${Number(line.toString())}`;
  await once(server, "request");
  expect(existsSync(generator)).toBe(true);
  owner.kill("SIGKILL");
  while (existsSync(generator)) await new Promise((resolve) => setTimeout(resolve, 20));
});

test("a target outside the machine is refused before any process starts", () => {
  expect(() => startLoad({ url: "http://192.0.2.1", ratePerSecond: 1 })).toThrow(
    "load is for the sandbox only",
  );
});
