import * as fs from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import { lookAround } from "../../../cli/preflight/look";
import type { Cluster } from "../../../components/cluster/api";
import { judgePreflight } from "../../../components/core/preflight/judge-preflight";
import { loadStack } from "../../../stacks/load";
import { makeCertificate, startServer } from "../../components/http/server";
import type { TestServer } from "../../components/http/server";
import { fileWith, imageOf } from "../../support/environment";
import { ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-look-"));
let server: TestServer;
let page: (request: IncomingMessage, response: ServerResponse) => void;

const good = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "script-src 'nonce-0123456789abcdef01'",
  "content-type": "text/html",
};

beforeAll(async () => {
  server = await startServer((request, response) => {
    const track = String(request.headers["x-sluice-probe"] ?? "none").replace("t-", "");
    response.setHeader("x-sluice-track", track);
    page(request, response);
  });
  fs.writeFileSync(path.join(root, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
});
afterAll(async () => {
  await server.close();
  fs.rmSync(root, { recursive: true });
});
beforeEach(() => {
  page = (request, response) => {
    const isThere = request.url === "/" || request.url === "/healthz/ready" || request.url === "/healthz";
    response.writeHead(isThere ? 200 : 404, good).end(isThere ? "<p>" : "not here");
  };
});

interface Given {
  readonly keys?: Readonly<Record<string, string>>;
  /** Status of the Secret, 200 where it is there. */
  readonly secretStatus?: number;
  /** @default the time of every test */
  readonly now?: () => number;
}

/** Answers of a preflight of an app behind the server, by item. */
async function look({ keys = {}, secretStatus = 200, ...more }: Given = {}) {
  const traffic = `{ hosts: [app.example.org], scheme: http, address: "127.0.0.1:${server.port}", probePath: / }`;
  const analysis = `{ prometheus: "http://127.0.0.1:${server.port}/prometheus" }`;
  const app = "{ name: scholarlink, secretEnv: { KEY: { secret: shop-keys, key: key } } }";
  fs.writeFileSync(path.join(root, "Pulumi.prod.yaml"), fileWith({ traffic, analysis, app, ...keys }));
  const { settings } = await loadStack(root, "prod");
  const ledger = JSON.stringify({ ...ledgerOf({ phase: "promoted" }), app: "scholarlink" });
  const fake = fakeEnvironment({
    ledger,
    weight: 0,
    stableImage: imageOf("b"),
    fault: (_, url) =>
      url.includes("/secrets/") && secretStatus !== 200 ? { status: secretStatus } : undefined,
  });
  const { find } = fake.context.cluster;
  const withSecret = async (url: string) =>
    url.includes("/secrets/") && secretStatus === 200 ? { data: { key: "TUFSS0VS" } } : await find(url);
  const cluster: Cluster = { ...fake.context.cluster, find: withSecret as Cluster["find"] };
  const facts = await lookAround({ ...fake.context, ...more, cluster, root, settings }, { policyConfig: [] });
  expect(JSON.stringify(facts)).not.toContain("TUFSS0VS");
  expect(fake.writes).toEqual([]);
  const { answers } = judgePreflight(facts, { checklist: "canary" });
  return Object.fromEntries(answers.map(({ item, state }) => [item, state]));
}

test("what is as it should be is found so", async () => {
  const checks = "[{ name: home, at: [gate], stable: passes, requests: [{ url: / }] }]";
  expect(await look({ keys: { checks } })).toMatchObject({
    path: "go",
    headers: "go",
    csp: "go",
    "error-pages": "go",
    references: "go",
    checks: "go",
    // By http, and nobody counts.
    tls: "no-go",
    counters: "no-go",
    migration: "none",
  });
});

test.each([
  ["headers", { "x-content-type-options": "sniff" }],
  ["csp", { "content-security-policy": "default-src 'self'" }],
])("stable's answers are looked at: %s", async (item, headers) => {
  page = (_, response) => response.writeHead(200, { ...good, ...headers }).end("<p>");
  expect((await look())[item]).toBe("no-go");
});

test.each([
  ["max-age=63072000; includeSubDomains; preload", "go"],
  ["preload;max-age=31536000;includesubdomains", "go"],
  ["includeSubDomains; preload; max-age=999999999", "go"],
  ["max-age=31535999; includeSubDomains; preload", "no-go"],
  ["max-age=63072000; preload", "no-go"],
  ["max-age=63072000; includeSubDomains", "none"],
])("a host that sends %s: preloading is %s", async (value, state) => {
  page = (_, response) => response.writeHead(200, { ...good, "strict-transport-security": value }).end("<p>");
  expect((await look())["hsts-preload"]).toBe(state);
});

test("an error answer that shows the program's inside, and a track that answers nothing", async () => {
  page = (_, response) => response.writeHead(500, good).end("at shop.render (/app/main.js:12:3)");
  expect(await look()).toMatchObject({ "error-pages": "no-go", path: "no-go", headers: "no-go" });
  page = (_, response) => response.setHeader("x-sluice-track", "canary").end("another's answer");
  expect(await look()).toMatchObject({ path: "no-go", headers: "missing", csp: "missing" });
});

test.each([
  ["is not there", 404, "no-go"],
  ["may not be read", 403, "missing"],
])("a Secret that %s", async (_, secretStatus, state) => {
  expect((await look({ secretStatus }))["references"]).toBe(state);
});

test("checks that fail, a migration without a way back, and a folder with a file beside its commit", async () => {
  const checks = "[{ name: home, at: [gate], stable: passes, requests: [{ url: /nowhere }] }]";
  const migration = "{ command: [migrate] }";
  expect(await look({ keys: { checks, migration } })).toMatchObject({
    checks: "no-go",
    migration: "no-go",
    commit: "missing",
  });
});

test("the certificate of a host by https is verified: one that nobody can see waits for a person, one for another name does not", async () => {
  const trafficOf = (port: number, more = "") =>
    `{ hosts: [app.example.org], scheme: https, address: "127.0.0.1:${port}", probePath: /${more} }`;
  const looked = await look({ keys: { traffic: trafficOf(server.port) } });
  expect(looked["tls"]).toBe("missing");
  for (const [name, state] of [
    ["app.example.org", "go"],
    ["other.example.org", "no-go"],
  ] as const) {
    const certificate = makeCertificate(name);
    const ca = path.join(root, "ca.pem");
    fs.writeFileSync(ca, certificate.cert);
    const secure = await startServer((request, response) => {
      response.setHeader("x-sluice-track", String(request.headers["x-sluice-probe"]).replace("t-", ""));
      response.end("fine");
    }, certificate);
    try {
      // The certificate was made just now.
      const now = () => Date.now() / 1000 + 60;
      const found = await look({ now, keys: { traffic: trafficOf(secure.port, `, ca: "${ca}"`) } });
      expect([name, found["tls"]]).toEqual([name, state]);
    } finally {
      await secure.close();
    }
  }
});
