import { killApps, runApp, serveApp, unpackApp, waitForStatus } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let binary: string;
let remove: () => void;

beforeAll(async () => ({ binary, remove } = await unpackApp("v1")));
afterAll(() => remove());
afterEach(killApps);

test("a slow start answers requests but is not ready", async () => {
  const slow = await serveApp(binary, { SLOW_START: "1h" });
  const readiness = await fetch(`${slow.url}/readyz`);
  expect([readiness.status, await readiness.text()]).toEqual([503, "starting\n"]);
  expect((await fetch(slow.url)).status).toBe(200);
});

test("a slow start becomes ready when it is over", async () => {
  const slow = await serveApp(binary, { SLOW_START: "300ms" });
  expect((await waitForStatus(`${slow.url}/readyz`, 200)).status).toBe(200);
});

test("a termination signal lets the request under way finish and then ends the process well", async () => {
  const slow = await serveApp(binary, { EXTRA_LATENCY: "2s" });
  const underWay = fetch(`${slow.url}/api/papers`);
  const active = async (): Promise<boolean> =>
    (await (await fetch(`${slow.adminUrl}/metrics`)).text()).includes("http_server_active_requests 1");
  while (!(await active()));
  slow.child.kill("SIGTERM");
  expect((await underWay).status).toBe(200);
  expect(await slow.exit).toBe(0);
});

test("while it stops slowly it is not ready, still answers and sends clients elsewhere", async () => {
  const slow = await serveApp(binary, { SLOW_STOP: "3s" });
  await waitForStatus(`${slow.url}/readyz`, 200);
  slow.child.kill("SIGTERM");
  expect(await (await waitForStatus(`${slow.url}/readyz`, 503)).text()).toBe("stopping\n");
  const answer = await fetch(`${slow.url}/api/papers`);
  expect([answer.status, answer.headers.get("connection")]).toEqual([200, "close"]);
  expect(await slow.exit).toBe(0);
});

test("a request that outlasts the drain ends the process with an error", async () => {
  const slow = await serveApp(binary, { EXTRA_LATENCY: "5s", DRAIN_TIMEOUT: "100ms" });
  const underWay = fetch(`${slow.url}/api/papers`).catch(() => undefined);
  const active = async (): Promise<boolean> =>
    (await (await fetch(`${slow.adminUrl}/metrics`)).text()).includes("http_server_active_requests 1");
  while (!(await active()));
  slow.child.kill("SIGTERM");
  expect(await slow.exit).toBe(1);
  await underWay;
  expect(slow.log()).toContain("cannot finish all requests within 100ms");
});

test("every problem of the environment is named at once", async () => {
  const app = runApp(binary, [], { ERROR_RATIO: "2", SLOW_START: "soon", ERRORS_AFTER: "-1" });
  expect(await app.exit).toBe(1);
  expect(app.log()).toContain('ERROR_RATIO must be a share from 0 to 1: got "2"');
  expect(app.log()).toContain('SLOW_START must be a duration such as 250ms or 5s: got "soon"');
  expect(app.log()).toContain('ERRORS_AFTER must be a whole number of at least 0: got "-1"');
});
