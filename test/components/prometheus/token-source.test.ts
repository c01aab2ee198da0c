import * as fs from "node:fs";
import * as path from "node:path";
import { openAccess } from "../../../components/prometheus/access";
import { createPrometheus } from "../../../components/prometheus/client";
import { openPrometheus } from "../../../components/prometheus/open-prometheus";
import { directTransport } from "../../../components/prometheus/direct-transport";
import { kubeconfigFolder } from "../cluster/credentials/kubeconfig-folder";
import { matrix, startFakePrometheus } from "../../support/fake-prometheus";
import type { FakePrometheus } from "../../support/fake-prometheus";
import { startServer } from "../http/server";

const { folder, write } = kubeconfigFolder();
const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

/** A Prometheus that lets in who shows one of these tokens. */
async function startPrometheus(...valid: string[]): Promise<FakePrometheus> {
  const fake = await startFakePrometheus((response, _before, { authorization }) => {
    const isValid = valid.some((token) => authorization === `Bearer ${token}`);
    response.writeHead(isValid ? 200 : 401).end(isValid ? matrix() : `no: ${authorization}`);
  });
  running.push(fake);
  return fake;
}

const never = async () => await Promise.reject(new Error("the cluster is not asked"));
const ofFile = (prometheus: string, tokenFrom: string) => ({
  prometheus,
  tokenFrom,
  requestTimeoutSeconds: 5,
});

function ask(prometheus: string, tokenFrom: object, environment: Record<string, string> = {}) {
  const access = openAccess({ prometheus, tokenFrom: tokenFrom as { google: true } }, environment);
  const transport = directTransport(prometheus, access);
  const client = createPrometheus({ transport, secrets: access.secrets, timeoutSeconds: 5 });
  return client.queryRaw("up[60s]", 5);
}

/** Puts a program on PATH that counts its runs. */
function program(name: string, lines: string): string {
  const file = write(name, `#!/bin/sh\necho "run $*" >> "$0.runs"\n${lines}\n`, 0o755);
  process.env["PATH"] = `${folder}${path.delimiter}${process.env["PATH"]}`;
  return `${file}.runs`;
}
const runsOf = (file: string): string[] => fs.readFileSync(file, "utf8").trim().split("\n");

test.each([
  [
    "gcloud",
    { google: true },
    '{"credential":{"access_token":"t-gcloud","token_expiry":"2099-01-01T00:00:00Z"}}',
    "config config-helper --format=json",
  ],
  [
    "az",
    { azure: { resource: "https://prometheus.monitor.azure.com" } },
    '{"accessToken":"t-az","expires_on":4070908800}',
    "account get-access-token --output=json --resource=https://prometheus.monitor.azure.com",
  ],
  ["own-login", { command: ["own-login", "print", "a b"] }, "t-own-login", "print a b"],
])("%s gives the token, and runs once for many questions", async (name, tokenFrom, printed, line) => {
  const runs = program(name, `echo '${printed}'`);
  const fake = await startPrometheus(`t-${name}`);
  const answers = await Promise.all([1, 2, 3].map(() => ask(fake.url, tokenFrom)));
  expect(answers).toEqual(answers.map(() => ({ ok: true, value: [] })));
  expect(runsOf(runs)).toEqual([`run ${line}`]);
});

test("a token that is refused is asked for again, once", async () => {
  const runs = program("renewing", 'echo "token-$(wc -l < "$0.runs" | tr -d " ")"');
  const fake = await startPrometheus("token-2");
  const tokenFrom = { command: ["renewing"] };
  expect(await ask(fake.url, tokenFrom)).toEqual({ ok: true, value: [] });
  const refused = await startPrometheus("never");
  expect(await ask(refused.url, tokenFrom)).toEqual({
    ok: false,
    error: { code: "http", message: "HTTP 401: no: Bearer …" },
  });
  expect(runsOf(runs)).toHaveLength(3);
});

test.each([
  ["a program that is missing", ["no-such-login"], 'credential helper "no-such-login" was not found'],
  [
    "a program that fails",
    ["sh", "-c", "echo log in first >&2; exit 2"],
    'credential helper "sh" ended with 2: log in first',
  ],
  [
    "a program that prints no token",
    ["sh", "-c", "echo '{\"hidden\":1}'"],
    'credential helper "sh" must give a token: got JSON without one',
  ],
])("%s is told and not tried again within the question", async (_name, command, message) => {
  const fake = await startPrometheus("any");
  expect(await ask(fake.url, { command })).toEqual({ ok: false, error: { code: "credentials", message } });
  expect(fake.asked).toHaveLength(0);
});

test("a token that is withdrawn in the middle of a soak is asked for again by the next question", async () => {
  const runs = program("in-soak", 'echo "soak-$(wc -l < "$0.runs" | tr -d " ")"');
  let valid = "soak-1";
  const fake = await startFakePrometheus((response, _before, { authorization }) => {
    const isValid = authorization === `Bearer ${valid}`;
    response.writeHead(isValid ? 200 : 401).end(isValid ? matrix() : "no");
  });
  running.push(fake);
  const tokenFrom = { command: ["in-soak"] };
  const fine = { ok: true, value: [] };
  expect([await ask(fake.url, tokenFrom), await ask(fake.url, tokenFrom)]).toEqual([fine, fine]);
  valid = "soak-2";
  expect([await ask(fake.url, tokenFrom), await ask(fake.url, tokenFrom)]).toEqual([fine, fine]);
  expect(runsOf(runs)).toHaveLength(2);
});

test("a token file that is written again in the middle of a soak counts from the next question on", async () => {
  const file = write("token", "file-1");
  const fake = await startPrometheus("file-2");
  const asked = async () => await openPrometheus({ raw: never }, ofFile(fake.url, file), {}).time();
  expect(await asked()).toMatchObject({ error: { code: "http", message: "HTTP 401: no: Bearer …" } });
  fs.writeFileSync(file, "file-2\n");
  expect(await asked()).not.toMatchObject({ error: { code: "http" } });
  fs.writeFileSync(file, "");
  await expect(asked()).rejects.toThrow(
    `file ${file} (sluice:analysis.tokenFrom) must contain a bearer token: got nothing`,
  );
});

test("a program that hangs costs no more than the time of the question", async () => {
  const fake = await startPrometheus("any");
  const access = openAccess({ prometheus: fake.url, tokenFrom: { command: ["sleep", "30"] } }, {});
  const client = createPrometheus({ transport: directTransport(fake.url, access), timeoutSeconds: 0.3 });
  const start = performance.now();
  expect(await client.time()).toEqual({
    ok: false,
    error: { code: "credentials", message: "its credentials were not there within 0.3 s" },
  });
  expect(performance.now() - start).toBeLessThan(2000);
  expect(fake.asked).toHaveLength(0);
});

/** A token service; `answer` says what comes for a request. */
async function startTokenService(answer: (authorization: string, form: URLSearchParams) => [number, string]) {
  const server = await startServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const [status, text] = answer(request.headers.authorization ?? "", new URLSearchParams(body));
      response.writeHead(status).end(text);
    });
  });
  running.push(server);
  return `http://127.0.0.1:${server.port}/token`;
}

const client = { clientId: "sluice", clientSecretFrom: "SECRET", scopes: ["read", "more"], audience: "prom" };
const basic = `Basic ${btoa("sluice:s%3Acret")}`;

test("OAuth 2.0: the client's credentials are exchanged", async () => {
  const tokenUrl = await startTokenService((authorization, form) => {
    const isRight =
      authorization === basic && form.get("scope") === "read more" && form.get("audience") === "prom";
    return isRight && form.get("grant_type") === "client_credentials"
      ? [200, '{"access_token":"o","expires_in":3600}']
      : [401, "{}"];
  });
  const fake = await startPrometheus("o");
  expect(await ask(fake.url, { oauth2: { ...client, tokenUrl } }, { SECRET: "s:cret" })).toEqual({
    ok: true,
    value: [],
  });
});

test("OAuth 2.0: a service that takes the client only in the form gets it there", async () => {
  const tokenUrl = await startTokenService((authorization, form) =>
    authorization === "" && form.get("client_id") === "sluice" && form.get("client_secret") === "s:cret"
      ? [200, '{"access_token":"f","expires_in":3600}']
      : [400, '{"error":"invalid_client"}'],
  );
  const fake = await startPrometheus("f");
  expect(await ask(fake.url, { oauth2: { ...client, tokenUrl } }, { SECRET: "s:cret" })).toMatchObject({
    ok: true,
  });
});

test.each([
  [
    "refuses",
    401,
    '{"error":"invalid_client","hint":"s:cret"}',
    "token service must give a token: got invalid_client",
  ],
  ["is away", 503, "", "token service answered HTTP 503"],
])("OAuth 2.0: a service that %s is told", async (_name, status, text, message) => {
  const tokenUrl = await startTokenService(() => [status, text]);
  const fake = await startPrometheus("any");
  expect(await ask(fake.url, { oauth2: { ...client, tokenUrl } }, { SECRET: "s:cret" })).toEqual({
    ok: false,
    error: { code: "credentials", message },
  });
});
