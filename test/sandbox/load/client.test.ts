import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { LoadClient } from "../../../sandbox/load/client";
import { planLoad } from "../../../sandbox/load/options";
import type { Outcome } from "../../../sandbox/load/tally";

/** A server on a thread of its own, which answers `/` at once and `/never` not at all. */
const server = `
const { parentPort } = require("node:worker_threads");
const server = require("node:http").createServer((request, response) => {
  if (request.url === "/") response.end("ok");
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

/** Keeps this process from doing anything else, as a starved machine does. */
function stall(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

let worker: Worker;
let client: LoadClient;

beforeAll(async () => {
  worker = new Worker(server, { eval: true });
  const [port] = (await once(worker, "message")) as [number];
  client = new LoadClient(planLoad({ address: `127.0.0.1:${port}`, ratePerSecond: 1, timeoutMs: 200 }));
});

afterAll(async () => {
  client.close();
  await worker.terminate();
});

const send = async (path: string, dueMs = performance.now()): Promise<Outcome> =>
  await new Promise((resolve) => {
    client.send(path, dueMs, resolve);
  });

test("a request that is answered while the generator does not run is no failure", async () => {
  await send("/");
  const sent = Array.from({ length: 20 }, async () => await send("/"));
  stall(600);
  const outcomes = await Promise.all(sent);
  expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
});

test("a request that was sent too late is waited for as long as any other, and its latency tells", async () => {
  const { failure, latencyMs } = await send("/", performance.now() - 500);
  expect(failure).toBeUndefined();
  expect(latencyMs).toBeGreaterThanOrEqual(500);
});

test("a request without an answer fails by its time-out, also after the generator did not run", async () => {
  const sent = send("/never");
  stall(400);
  const { failure, latencyMs } = await sent;
  expect(failure).toEqual({ kind: "timeout", detail: "200 ms" });
  expect(latencyMs).toBeGreaterThanOrEqual(600);
});
