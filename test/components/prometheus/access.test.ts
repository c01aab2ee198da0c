import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { openAccess } from "../../../components/prometheus/access";
import { openPrometheus } from "../../../components/prometheus/open-prometheus";
import { makePki } from "../../../sandbox/cluster/config/pki";
import { matrix } from "../../support/fake-prometheus";

const prometheus = "https://prometheus.example.org";
const folder = mkdtempSync(join(tmpdir(), "prometheus-access-"));
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  writeFileSync(file("token"), "from-a-file\n");
  await makePki(folder, "node", "openssl");
});

afterAll(() => rmSync(folder, { recursive: true }));

const signal = new AbortController().signal;
const sent = { method: "GET", url: new URL("https://p/api"), headers: { accept: "x" } } as const;

/** Headers of a request, and what is never shown. */
async function shown(settings: object, environment: Record<string, string>) {
  const access = openAccess({ prometheus, ...settings }, environment);
  const { accept, ...headers } = await access.authorize(sent, signal);
  expect(accept).toBe("x");
  return { headers, secrets: access.secrets, again: access.refused() };
}

test("openAccess() reads what is named, from the environment or a file", async () => {
  expect(await shown({}, {})).toEqual({ headers: {}, secrets: [], again: false });
  expect(await shown({ tokenFrom: file("token"), tenant: "team-a" }, {})).toEqual({
    headers: { authorization: "Bearer from-a-file", "x-scope-orgid": "team-a" },
    secrets: ["from-a-file"],
    again: false,
  });
  const basic = { user: "u", passwordFrom: "PASSWORD" };
  expect(await shown({ basic }, { PASSWORD: "p:w" })).toEqual({
    headers: { authorization: "Basic dTpwOnc=" },
    secrets: ["p:w", "dTpwOnc="],
    again: false,
  });
  expect(await shown({ headersFrom: { "X-Api-Key": "KEY" } }, { KEY: "k3y" })).toEqual({
    headers: { "x-api-key": "k3y" },
    secrets: ["k3y"],
    again: false,
  });
  const { tls } = openAccess({ prometheus, tls: { ca: "CA", key: undefined } }, { CA: "PEM" });
  expect(tls).toEqual({ ca: "PEM" });
});

test.each([
  ["a bearer token", { tokenFrom: "TOKEN" }],
  ["a token of a program", { tokenFrom: { command: ["true"] } }],
  ["a password", { basic: { user: "u", passwordFrom: "TOKEN" } }],
  ["a header", { headersFrom: { "X-Api-Key": "TOKEN" } }],
  ["a signature", { sigv4: { region: "eu-west-1", service: "aps" } }],
])("openAccess() sends %s over plain http to nobody but this machine", (_name, settings) => {
  const at = (address: string) => () => openAccess({ prometheus: address, ...settings }, { TOKEN: "hidden" });
  expect(at("http://prometheus.monitoring.svc:9090")).toThrow(
    'Cannot ask Prometheus at "http://prometheus.monitoring.svc:9090": sluice:analysis.prometheus must be https, since credentials are sent: got http',
  );
  expect(at("http://127.0.0.1:9090")).not.toThrow();
  expect(at("https://prometheus.monitoring.svc:9090")).not.toThrow();
});

test.each([
  [
    { tokenFrom: "TOKEN" },
    "environment variable TOKEN (sluice:analysis.tokenFrom) must contain a bearer token: got nothing",
  ],
  [
    { basic: { user: "u", passwordFrom: "/nowhere/at-all" } },
    "file /nowhere/at-all (sluice:analysis.basic.passwordFrom) must contain a password: got ENOENT",
  ],
  [
    { tls: { key: "KEY" } },
    "environment variable KEY (sluice:analysis.tls.key) must contain a private key in PEM: got nothing",
  ],
  [
    { headersFrom: { "X-Api-Key": "KEY" } },
    "environment variable KEY (sluice:analysis.headersFrom.X-Api-Key) must contain a header's value: got nothing",
  ],
])("openAccess() of %j says what is missing", (named, problem) => {
  expect(() => openAccess({ prometheus, ...named }, { KEY: " " })).toThrow(
    `Cannot ask Prometheus at "${prometheus}": ${problem}`,
  );
});

/** A Prometheus behind TLS that demands a client certificate, asked with these settings. */
async function askTls(tls: Record<string, string>) {
  const read = (name: string) => readFileSync(file(name));
  const seen: { headers: IncomingHttpHeaders; subject: string }[] = [];
  const server = createServer(
    {
      cert: read("apiserver.crt"),
      key: read("apiserver.key"),
      ca: read("ca.crt"),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      seen.push({ headers: request.headers, subject: JSON.stringify(subject.CN) });
      response.end(matrix());
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const analysis = {
    prometheus: `https://127.0.0.1:${port}`,
    tls,
    basic: { user: "me", passwordFrom: "PASSWORD" },
    tenant: "team-a",
    requestTimeoutSeconds: 2,
  };
  const noCluster = { raw: () => Promise.reject(new Error("not asked")) };
  const answer = await openPrometheus(noCluster, analysis, { PASSWORD: "s3cret" }).queryRaw("up[1s]", 1);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { answer, seen };
}

test("an authority of one's own, a client certificate, a password and a tenant are sent", async () => {
  const { answer, seen } = await askTls({
    ca: file("ca.crt"),
    cert: file("admin.crt"),
    key: file("admin.key"),
  });
  expect(answer).toEqual({ ok: true, value: [] });
  expect(seen).toMatchObject([
    {
      subject: '"sluice-sandbox"',
      headers: { authorization: "Basic bWU6czNjcmV0", "x-scope-orgid": "team-a" },
    },
  ]);
});

test("without them there is no connection, and no secret in what is said of it", async () => {
  const strange = await askTls({});
  expect(strange.answer).toMatchObject({ error: { code: "unreachable" } });
  const nobody = await askTls({ ca: file("ca.crt") });
  expect(nobody.answer).toMatchObject({ error: { code: "unreachable" } });
  expect([...strange.seen, ...nobody.seen]).toEqual([]);
  expect(JSON.stringify([strange, nobody])).not.toMatch(/s3cret|bWU6/);
});
