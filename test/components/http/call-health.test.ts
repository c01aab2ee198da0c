import * as fs from "node:fs";
import * as http2 from "node:http2";
import * as os from "node:os";
import * as path from "node:path";
import type { TrafficSettings } from "../../../components/core/settings";
import { callThroughRouter } from "../../../components/http/call-health";
import { compareCalls, callTrack } from "../../../components/traffic/reach/reach-calls";
import type { RouteView } from "../../../components/core/routers/router";
import { askHealth } from "../../../components/checks/ask-health";
import type { CheckContext } from "../../../components/checks/check-context";
import { listen, makeCertificate } from "./server";

/** Answer of a gateway to one call: HTTP's status, code of gRPC, state. */
interface Answer {
  readonly status?: number;
  readonly code?: number;
  readonly state?: number;
}

const serving: Answer = { code: 0, state: 1 };
const nowhere: Answer = { code: 14 };
const closing: (() => Promise<void>)[] = [];
const before = { ...process.env };

afterEach(async () => {
  process.env = { ...before };
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Call {
  readonly headers: http2.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A gateway that answers by the value of the probe's header; undefined is no answer at all. */
async function startGateway(
  answerOf: (key: string | undefined) => Answer | undefined,
  certificate?: { readonly cert: string; readonly key: string },
) {
  const calls: Call[] = [];
  const server = certificate === undefined ? http2.createServer() : http2.createSecureServer(certificate);
  server.on("sessionError", () => undefined);
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => {
      calls.push({ headers, body: Buffer.concat(parts) });
      const answer = answerOf(headers["x-sluice-probe"] as string | undefined);
      if (answer === undefined) return;
      const { status = 200, code, state } = answer;
      const type = { ":status": status, "content-type": "application/grpc" };
      if (code === undefined) return stream.end(stream.respond({ ":status": status }));
      if (state === undefined) return stream.end(stream.respond({ ...type, "grpc-status": String(code) }));
      stream.respond(type, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(code) }));
      return stream.end(Buffer.from([0, 0, 0, 0, 2, 8, state]));
    });
  });
  const { port, close } = await listen(server);
  closing.push(close);
  return { address: `127.0.0.1:${port}`, calls };
}

const traffic: TrafficSettings = {
  router: "gateway",
  routeKind: "GRPCRoute",
  isShared: true,
  route: "app",
  host: "app.example.org",
  gateway: { name: "gateway", namespace: "prod" },
  scheme: "http",
  probePath: "/",
  propagationSeconds: 2,
  drainSeconds: 5,
};

const rule = { send: { "x-sluice-probe": "t-canary" }, refused: { "x-sluice-probe": "t-nobody" } };
const toCanary = { rule, track: "canary" } as const;
const call = { timeoutMs: 3000 };

/** A gateway that follows the rules: stable and canary answer so. */
const follow =
  (canary: Answer | undefined, stable: Answer = serving) =>
  (key: string | undefined) =>
    key === "t-nobody" ? nowhere : key === "t-canary" ? canary : stable;

test("a health call is one of gRPC: path, host, frame and trailers", async () => {
  const { address, calls } = await startGateway(follow(serving));
  expect(
    await callThroughRouter({ ...traffic, address }, { ...call, service: "shop.Carts" }, toCanary),
  ).toEqual({
    ok: true,
    status: 200,
    track: "canary",
  });
  const [nobody, canary] = calls as [Call, Call];
  expect(nobody.headers["x-sluice-probe"]).toBe("t-nobody");
  expect(canary.headers).toMatchObject({
    ":method": "POST",
    ":path": "/grpc.health.v1.Health/Check",
    ":authority": "app.example.org",
    "content-type": "application/grpc",
    te: "trailers",
    "x-sluice-probe": "t-canary",
  });
  expect([...canary.body]).toEqual([0, 0, 0, 0, 12, 10, 10, ...Buffer.from("shop.Carts")]);
});

test("the name of a service may be longer than one byte of length says", async () => {
  const { address, calls } = await startGateway(follow(serving));
  const service = "s".repeat(200);
  await callThroughRouter({ ...traffic, address }, { ...call, service }, toCanary);
  expect([...(calls[1] as Call).body]).toEqual([0, 0, 0, 0, 203, 0x0a, 0xc8, 0x01, ...Buffer.from(service)]);
});

test("an answer to the call that leads nowhere shows that the router does not follow the rules", async () => {
  const { address } = await startGateway(() => serving);
  expect(await callThroughRouter({ ...traffic, address }, call, toCanary)).toEqual({
    ok: false,
    status: 200,
    problem:
      "the router answered a call that leads nowhere by SERVING: it does not follow the route's probe rules (yet)",
  });
});

test("by TLS the call has the public name and the authority of traffic.ca", async () => {
  const certificate = makeCertificate("app.example.org");
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "sluice-call-")), "ca.pem");
  fs.writeFileSync(file, certificate.cert);
  const { address } = await startGateway(follow(serving), certificate);
  const secure = { ...traffic, address, scheme: "https" as const };
  expect(await callThroughRouter({ ...secure, ca: file }, call, toCanary)).toMatchObject({ ok: true });
  expect(await callThroughRouter(secure, call, toCanary)).toEqual({
    ok: false,
    problem: `${address}: self-signed certificate`,
  });
  fs.rmSync(path.dirname(file), { recursive: true });
});

test("a call without an answer is late; one that got nowhere is not", async () => {
  const { address } = await startGateway(follow(undefined));
  expect(await callThroughRouter({ ...traffic, address }, { timeoutMs: 300 }, toCanary)).toEqual({
    ok: false,
    problem: `no answer from ${address} within 0.3 s`,
    isLate: true,
  });
  const nobody = await callThroughRouter({ ...traffic, address: "127.0.0.1:1" }, call, toCanary);
  expect(nobody).toMatchObject({ ok: false, problem: expect.stringContaining("ECONNREFUSED") });
  expect(nobody).not.toHaveProperty("isLate");
});

const match = (key: string) => [{ headers: [{ name: "x-sluice-probe", value: key }] }];
const rules = [
  { matches: match("t-stable"), backendRefs: [{ name: "app-stable-probe", weight: 1 }] },
  { matches: match("t-canary"), backendRefs: [{ name: "app-canary-probe", weight: 1 }] },
  { matches: match("t-nobody"), backendRefs: [{ name: "app-stable-probe", weight: 0 }] },
];
const viewOf = (some: readonly object[] = rules, weight = 0) =>
  ({ object: { metadata: {}, spec: { rules: some } }, live: { weight } }) as unknown as RouteView;
const settingsAt = (address: string) => ({
  app: "app",
  namespace: "prod",
  cluster: { context: "c", uid: "u" },
  traffic: { ...traffic, address },
});

test("callTrack() holds a canary that does not serve against it, and no other", async () => {
  const { address } = await startGateway(follow({ code: 0, state: 2 }));
  const settings = settingsAt(address);
  expect(await callTrack(viewOf(), settings, "stable")).toEqual({ sent: 6, good: 6, answered: 6 });
  expect(await callTrack(viewOf(), settings, "canary")).toEqual({
    sent: 6,
    good: 0,
    answered: 6,
    problem: "health NOT_SERVING",
  });
});

test("callTrack() cannot verify without a health service, without rules, and by a proxy", async () => {
  const { address } = await startGateway(follow({ code: 12 }));
  const settings = settingsAt(address);
  expect(await callTrack(viewOf(), settings, "canary")).toMatchObject({
    unverified:
      "health calls are answered by gRPC 12 (UNIMPLEMENTED), so the readiness probes of the pods must tell",
  });
  expect(await callTrack(viewOf([]), settings, "canary")).toMatchObject({
    unverified: expect.stringContaining("no rule of the route leads grpc.health.v1.Health to the app"),
  });
  process.env["HTTP_PROXY"] = "http://proxy.example.org:3128";
  expect(await callTrack(viewOf(), settingsAt("10.0.0.9:80"), "canary")).toMatchObject({
    unverified: expect.stringContaining("go through no proxy"),
  });
});

test("compareCalls() finds a probe rule that lets in whom the app's own keeps out", async () => {
  const { address } = await startGateway((key) =>
    key === undefined ? { status: 401 } : follow(serving)(key),
  );
  const settings = settingsAt(address);
  expect(await compareCalls(viewOf(), settings)).toContain(
    "got HTTP 401 by the app's, HTTP 200 by the probe rule",
  );
  expect(await compareCalls(viewOf(rules, 5), settings)).toBeUndefined();
  expect(await compareCalls(viewOf([]), settings)).toBeUndefined();
});

test.each<[string, Answer | undefined, object]>([
  ["serves", serving, { result: "passes", text: "health SERVING" }],
  ["does not serve", { code: 0, state: 2 }, { result: "fails", text: "health NOT_SERVING" }],
  ["has no health service", { code: 12 }, { result: "unknown", text: "gRPC 12 (UNIMPLEMENTED)" }],
])("a check of set grpc-health on a canary that %s", async (_, canary, expected) => {
  const { address } = await startGateway(follow(canary));
  const context = { route: viewOf(), settings: settingsAt(address) } as unknown as CheckContext;
  const question = { kind: "health" } as const;
  const spec = { name: "health", uses: ["gate"], timeoutMs: 2000, question } as const;
  const planned = { spec, track: "canary", expected: "passes" } as const;
  expect(await askHealth(context, planned, question)).toEqual(expected);
  expect(await askHealth({ ...context, route: viewOf([]) }, planned, question)).toMatchObject({
    result: "unknown",
    text: expect.stringContaining("no rule by which"),
  });
});
