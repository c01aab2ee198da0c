import { readFileSync } from "node:fs";
import { killApps, serveApp, type ServingApp, unpackApp } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let binary: string;
let remove: () => void;
let app: ServingApp;

beforeAll(async () => ({ binary, remove } = await unpackApp("v1")));
afterAll(() => remove());
beforeEach(async () => (app = await serveApp(binary, { REQUEST_TIMEOUT: "400ms" })));
afterEach(killApps);

const put = (fault: unknown) =>
  fetch(`${app.adminUrl}/faults`, { method: "PUT", body: JSON.stringify(fault) });
const clear = () => fetch(`${app.adminUrl}/faults`, { method: "DELETE" });
const statuses = async (count: number): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, async () => (await fetch(`${app.url}/api/papers`)).status));
const residentMb = (): number =>
  (Number(readFileSync(`/proc/${app.child.pid}/statm`, "utf8").split(" ")[1]) * 4096) / 2 ** 20;

test("errorRatio 1 fails every request but no health check, and DELETE ends it", async () => {
  expect((await put({ errorRatio: 1 })).status).toBe(200);
  expect(new Set(await statuses(20))).toEqual(new Set([500]));
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  await clear();
  expect(new Set(await statuses(20))).toEqual(new Set([200]));
});

test("errorRatio 0.5 fails a part of the requests", async () => {
  await put({ errorRatio: 0.5 });
  // Both kinds appear but for one run in 2^99.
  expect(new Set(await statuses(100))).toEqual(new Set([200, 500]));
});

test("status is what those requests are answered with; a redirect leads to a login", async () => {
  await put({ errorRatio: 1, status: 404 });
  expect(await statuses(1)).toEqual([404]);
  await put({ errorRatio: 1, status: 302 });
  const answer = await fetch(`${app.url}/api/papers`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "/login"]);
  expect((await put({ status: 200 })).status).toBe(400);
});

test("latencyMs delays every request", async () => {
  await put({ latencyMs: 250 });
  const started = performance.now();
  expect(await statuses(1)).toEqual([200]);
  expect(performance.now() - started).toBeGreaterThanOrEqual(249);
});

test("COLD_REQUESTS makes the first requests of a process as slow as COLD_LATENCY says", async () => {
  const cold = await serveApp(binary, { COLD_REQUESTS: "2", COLD_LATENCY: "2s" });
  const times: number[] = [];
  for (let nth = 0; nth < 3; nth++) {
    const started = performance.now();
    await fetch(`${cold.url}/api/papers`);
    times.push(performance.now() - started);
  }
  expect(times.map((time) => time >= 1999)).toEqual([true, true, false]);
});

test("hang leaves a request without an answer until the app's own time-out", async () => {
  await put({ hang: true });
  const started = performance.now();
  expect(await statuses(1)).toEqual([503]);
  expect(performance.now() - started).toBeGreaterThanOrEqual(399);
});

test("memoryMb takes real memory and DELETE gives it back", async () => {
  const before = residentMb();
  const waitFor = async (isReached: (grownMb: number) => boolean): Promise<void> => {
    while (!isReached(residentMb() - before)) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await put({ memoryMb: 100 });
  await waitFor((grownMb) => grownMb > 90);
  await clear();
  await waitFor((grownMb) => grownMb < 50);
  expect((await fetch(app.url)).status).toBe(200);
});

test("unready fails readiness and nothing else", async () => {
  await put({ unready: true });
  expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
  expect(await statuses(1)).toEqual([200]);
});

test("crash is answered and then ends the process with exit code 3", async () => {
  expect((await put({ crash: true })).status).toBe(200);
  expect(await app.exit).toBe(3);
});

test("a PUT replaces what was set before, and GET shows what is in force", async () => {
  await put({ errorRatio: 1, latencyMs: 5 });
  await put({ latencyMs: 7 });
  const off = { hang: false, unready: false, poison: false, crash: false };
  const none = { errorRatio: 0, flagErrorRatio: 0, status: 0, memoryMb: 0, ...off };
  expect(await (await fetch(`${app.adminUrl}/faults`)).json()).toEqual({ ...none, latencyMs: 7 });
});

test.each([
  { fault: { errorRatio: 1.5 }, says: "errorRatio must be a share from 0 to 1: got 1.5" },
  { fault: { latencyMs: -1 }, says: "latencyMs must be from 0 to 60000: got -1" },
  { fault: { memoryMb: 9999 }, says: "memoryMb must be from 0 to 4096: got 9999" },
  { fault: { colour: "red" }, says: "colour" },
])("PUT $fault is refused and changes nothing", async ({ fault, says }) => {
  const refused = await put(fault);
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain(says);
  expect(await (await fetch(`${app.adminUrl}/faults`)).json()).toMatchObject({ errorRatio: 0, latencyMs: 0 });
});
