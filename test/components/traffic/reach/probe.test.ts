import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { declareHttpRoute } from "../../../../components/core/routers/gateway/write/manifest";
import type { RouteView } from "../../../../components/core/routers/router";
import { compareRules, requestThroughRouter } from "../../../../components/traffic/reach/probe";
import type { TrafficSettings } from "../../../../components/core/settings";
import { makeCertificate, startProxy, startServer } from "../../http/server";
import type { TestServer } from "../../http/server";

const gateway = makeCertificate("app.example.org");
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "sluice-probe-")), "ca.pem");
const before = { ...process.env };
const running: TestServer[] = [];

beforeAll(() => fs.writeFileSync(file, gateway.cert));

afterEach(async () => {
  process.env = { ...before };
  await Promise.all(running.splice(0).map((server) => server.close()));
});

afterAll(() => fs.rmSync(path.dirname(file), { recursive: true }));

const traffic: TrafficSettings = {
  router: "gateway",
  route: "app",
  host: "app.example.org",
  gateway: { name: "gateway", namespace: "prod" },
  scheme: "https",
  probePath: "/",
  propagationSeconds: 2,
  drainSeconds: 5,
};

async function startGateway(): Promise<number> {
  const server = await startServer((request, response) => {
    response.writeHead(request.headers.host === "app.example.org" ? 200 : 404).end();
  }, gateway);
  running.push(server);
  return server.port;
}

const probe = async (more: Partial<TrafficSettings>) =>
  await requestThroughRouter({ ...traffic, ...more }, { timeoutMs: 3000 });

test("a probe trusts the authorities that traffic.ca names, in a file or a variable", async () => {
  const address = `127.0.0.1:${await startGateway()}`;
  expect(await probe({ address, ca: file })).toEqual({ ok: true, status: 200 });
  process.env["GATEWAY_CA"] = gateway.cert;
  expect(await probe({ address, ca: "GATEWAY_CA" })).toEqual({ ok: true, status: 200 });
});

test("a probe tells why there is no answer: a strange authority, a name that stands for nothing", async () => {
  const address = `127.0.0.1:${await startGateway()}`;
  expect(await probe({ address })).toEqual({ ok: false, problem: `${address}: self-signed certificate` });
  expect(await probe({ address, ca: "NO_SUCH_CA" })).toEqual({
    ok: false,
    problem:
      'Cannot probe "app.example.org": environment variable NO_SUCH_CA (sluice:traffic.ca) must contain certificates in PEM: got nothing',
  });
});

test("a probe that was sent and not answered in time is late; one that got nowhere is not", async () => {
  const silent = await startServer(() => undefined, gateway);
  running.push(silent);
  const ask = async (address: string) =>
    await requestThroughRouter({ ...traffic, address, ca: file }, { timeoutMs: 300 });
  const late = await ask(`127.0.0.1:${silent.port}`);
  expect(late).toMatchObject({ ok: false, isLate: true, problem: expect.stringMatching(/^no answer from/) });
  // A documentation address: nothing answers, and nothing could be sent.
  expect(await ask("192.0.2.1:443")).not.toHaveProperty("isLate");
  expect(await ask("127.0.0.1:1")).not.toHaveProperty("isLate");
});

test("a probe goes through the tunnel of HTTPS_PROXY, and NO_PROXY is about the address that it connects to", async () => {
  const asked: string[] = [];
  const proxy = await startProxy(await startGateway(), asked);
  running.push(proxy);
  process.env["HTTPS_PROXY"] = `http://127.0.0.1:${proxy.port}`;
  expect(await probe({ ca: file })).toEqual({ ok: true, status: 200 });
  expect(await probe({ ca: file, address: "10.1.2.3:8443" })).toEqual({ ok: true, status: 200 });
  expect(asked).toEqual(["CONNECT app.example.org:443 none", "CONNECT 10.1.2.3:8443 none"]);
  process.env["NO_PROXY"] = "10.0.0.0/8,example.org";
  expect(await probe({ ca: file })).toMatchObject({ ok: false });
  expect(asked).toHaveLength(2);
});

const settings = { app: "app", namespace: "prod", traffic, cluster: { context: "c", uid: "u" }, port: 80 };
const viewAt = (weight: number): RouteView =>
  ({ object: declareHttpRoute(settings, "t").manifest, live: { weight } }) as unknown as RouteView;

test.each([
  [
    "a probe rule that lets in whom the app's keeps out",
    401,
    0,
    /got HTTP 401 by the app's, HTTP 200 by the probe/,
  ],
  ["the same answer", 200, 0, undefined],
  ["a weight at which the canary answers plain requests, too", 401, 5, undefined],
])("compareRules(): %s", async (_name, status, weight, expected) => {
  const server = await startServer((request, response) => {
    response.writeHead(request.headers["x-sluice-probe"] === "t-stable" ? 200 : status).end();
  }, gateway);
  running.push(server);
  const at = { ...settings, traffic: { ...traffic, address: `127.0.0.1:${server.port}`, ca: file } };
  const found = await compareRules(viewAt(weight), at);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(expected);
});

test("a probe tells the host that a redirect leads to", async () => {
  const to = ["https://login.example.org/?state=1", "/login", "http://["];
  for (const location of to) {
    const server = await startServer(
      (_request, response) => response.writeHead(302, { location }).end(),
      gateway,
    );
    running.push(server);
    const { location: host } = await probe({ address: `127.0.0.1:${server.port}`, ca: file });
    expect(host).toBe([undefined, "app.example.org", "login.example.org"][3 - 1 - to.indexOf(location)]);
  }
});
