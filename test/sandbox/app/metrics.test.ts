import { killApps, serveApp, type ServingApp, unpackApp } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let app: ServingApp;
let remove: () => void;

beforeAll(async () => {
  const unpacked = await unpackApp("v1");
  remove = unpacked.remove;
  app = await serveApp(unpacked.binary);
});
afterAll(async () => {
  await killApps();
  remove();
});

const requestCounts = async (): Promise<Record<string, number>> => {
  const text = await (await fetch(`${app.adminUrl}/metrics`)).text();
  const lines = text.matchAll(
    /^http_server_request_duration_seconds_count\{http_request_method="(\w+)",http_response_status_code="(\d+)",http_route="([^"]+)"\} (\d+)$/gm,
  );
  return Object.fromEntries(
    [...lines].map(([, method, code, route, count]) => [`${method} ${route} ${code}`, Number(count)]),
  );
};

test("counts requests by method, route and status, and leaves health checks out", async () => {
  for (const path of ["/", "/", "/api/papers", "/api/scholars/1", "/api/scholars/2", "/api/scholars/9"]) {
    await fetch(app.url + path);
  }
  await fetch(`${app.url}/healthz`);
  await fetch(`${app.url}/readyz`);
  expect(await requestCounts()).toEqual({
    "GET / 200": 2,
    "GET /api/papers 200": 1,
    "GET /api/scholars/{id} 200": 2,
    "GET /api/scholars/{id} 404": 1,
  });
});

test("the histogram has OpenTelemetry's bounds", async () => {
  await fetch(`${app.url}/api/papers`);
  const text = await (await fetch(`${app.adminUrl}/metrics`)).text();
  const bounds = [...text.matchAll(/_bucket\{.*http_route="\/api\/papers",le="([^"]+)"/g)].map(
    ([, le]) => le,
  );
  expect(bounds.join(" ")).toBe("0.005 0.01 0.025 0.05 0.075 0.1 0.25 0.5 0.75 1 2.5 5 7.5 10 +Inf");
});

test("metrics and faults are not on the public port", async () => {
  expect((await fetch(`${app.url}/metrics`)).status).toBe(404);
  expect((await fetch(`${app.url}/faults`)).status).toBe(404);
});
