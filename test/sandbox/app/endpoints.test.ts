import { createHash } from "node:crypto";
import { killApps, serveApp, type ServingApp, unpackApp } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let app: ServingApp;
let remove: () => void;

beforeAll(async () => {
  const unpacked = await unpackApp("v2");
  remove = unpacked.remove;
  app = await serveApp(unpacked.binary, { POD_NAME: "pod-7", TRACK: "canary" });
});
afterAll(async () => {
  await killApps();
  remove();
});

const link = (body: unknown) => fetch(`${app.url}/api/links`, { method: "POST", body: JSON.stringify(body) });

test("GET / says version, pod and track", async () => {
  const page = await (await fetch(app.url)).text();
  expect(page).toContain("<dt>Version</dt><dd>v2</dd>");
  expect(page).toContain("<dt>Pod</dt><dd>pod-7</dd>");
  expect(page).toContain("<dt>Track</dt><dd>canary</dd>");
});

test("GET /api/papers lists papers", async () => {
  const { papers } = (await (await fetch(`${app.url}/api/papers`)).json()) as { papers: unknown[] };
  expect(papers).toContainEqual({ id: 1, title: "On computable numbers", year: 1936 });
});

test("POST /api/links links once and the scholar then has the paper", async () => {
  expect((await link({ scholarId: 2, paperId: 1 })).status).toBe(201);
  expect((await link({ scholarId: 2, paperId: 1 })).status).toBe(200);
  const scholar = (await (await fetch(`${app.url}/api/scholars/2`)).json()) as { papers: { id: number }[] };
  expect(scholar.papers.map((paper) => paper.id)).toEqual([1, 3]);
});

test.each([
  { name: "an unknown scholar", path: "/api/scholars/99", status: 404 },
  { name: "a scholar id that is no number", path: "/api/scholars/x", status: 400 },
  { name: "an unknown path", path: "/nothing", status: 404 },
])("$name is answered with $status", async ({ path, status }) => {
  expect((await fetch(app.url + path)).status).toBe(status);
});

test.each([
  { name: "a link to an unknown paper", body: { scholarId: 1, paperId: 99 }, status: 404 },
  { name: "a link with an unknown field", body: { scholarId: 1, paperId: 1, note: "" }, status: 400 },
])("$name is answered with $status", async ({ body, status }) => {
  expect((await link(body)).status).toBe(status);
});

test("every answer names version and pod", async () => {
  for (const path of ["/", "/api/papers", "/healthz", "/nothing"]) {
    const { headers } = await fetch(app.url + path);
    expect(headers.get("x-scholarlink-version")).toBe("v2");
    expect(headers.get("x-scholarlink-pod")).toBe("pod-7");
  }
});

test("every answer has the id of its request, also one of no route", async () => {
  for (const path of ["/", "/api/scholars/99", "/nothing"]) {
    const { headers } = await fetch(app.url + path, { headers: { "X-Request-Id": "of-the-test" } });
    expect(headers.get("x-request-id")).toBe("of-the-test");
  }
  expect((await fetch(`${app.url}/nothing`)).headers.get("x-request-id")).toMatch(/^\w+$/u);
});

test("the page's policy allows its own style and nothing else", async () => {
  const response = await fetch(app.url);
  const style = /<style>(.*)<\/style>/s.exec(await response.text())?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(response.headers.get("content-security-policy")).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; report-uri /csp-reports?track=canary`,
  );
});

test.each([
  ["strict-transport-security", "max-age=63072000; includeSubDomains"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "no-referrer"],
  ["permissions-policy", expect.stringContaining("camera=()")],
  ["x-permitted-cross-domain-policies", "none"],
])("every answer carries %s", async (header, value) => {
  expect((await fetch(`${app.url}/api/papers`)).headers.get(header)).toEqual(value);
});

test("health and readiness answer 200 once it runs", async () => {
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  await app.logged(/"msg":"ready"/);
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
});

const report = async (body: unknown, query = ""): Promise<number> =>
  (
    await fetch(`${app.url}/csp-reports${query}`, {
      method: "POST",
      headers: { "content-type": "application/csp-report" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
  ).status;

const violations = async (): Promise<Record<string, number>> => {
  const text = await (await fetch(`${app.adminUrl}/metrics`)).text();
  const lines = [
    ...text.matchAll(/^csp_violations_total\{directive="([^"]+)",page_track="(\w+)"\} (\d+)$/gm),
  ];
  return Object.fromEntries(lines.map(([, name, track, count]) => [`${track} ${name}`, Number(count)]));
};

test("violations that browsers report are counted by directive, and by nothing that a client chooses", async () => {
  const before = await violations();
  expect(Object.values(before).every((count) => count === 0)).toBe(true);
  const listed = { type: "csp-violation", body: { effectiveDirective: "img-src" } };
  expect(await report({ "csp-report": { "effective-directive": "script-src-elem" } })).toBe(204);
  expect(await report({ "csp-report": { "violated-directive": "script-src-elem 'self'" } })).toBe(204);
  expect(await report({ "csp-report": { "effective-directive": "x-made-up" } })).toBe(204);
  expect(await report([listed, { type: "deprecation", body: {} }])).toBe(204);
  expect(await report(Array.from({ length: 50 }, () => listed))).toBe(204);
  const one = { "csp-report": { "effective-directive": "font-src" } };
  expect(await report(one, "?track=canary")).toBe(204);
  // A page of the other track's: this one is not to blame.
  expect(await report(one, "?track=stable")).toBe(204);
  expect(await report(one, "?track=made-up")).toBe(204);
  const after = await violations();
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(Object.fromEntries(Object.entries(after).filter(([, count]) => count > 0))).toEqual({
    "canary font-src": 2,
    "canary img-src": 21,
    "canary other": 1,
    "canary script-src-elem": 2,
    "stable font-src": 1,
  });
});

test.each(["{", "{}", "[]", '{"csp-report":null}'])("a report that is none, %s, is refused", async (body) => {
  expect(await report(body)).toBe(400);
});
