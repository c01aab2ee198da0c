import * as tls from "node:tls";
import * as net from "node:net";
import type { ShownCertificate } from "../../../components/core/edge/certificate";
import { judgeTls } from "../../../components/core/edge/judge-tls";
import { readCertificate } from "../../../components/http/handshake";
import { makeAuthority, makeSelfSigned } from "../../support/certificates";
import type { Pair } from "../../support/certificates";
import { listen, startProxy, startServer } from "./server";

const host = "shop.example.org";
const authority = makeAuthority();
const good = authority.sign({ name: host });
const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000);
// Certificates are made while the tests run.
const nowSeconds = Date.now() / 1000 + 60;
const before = { ...process.env };

const open: { close(): unknown }[] = [];

afterEach(async () => {
  process.env = { ...before };
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A server with a certificate. */
async function serve(pair: Pair, options: tls.TlsOptions = {}): Promise<number> {
  const server = tls.createServer({ ...pair, ...options });
  server.on("tlsClientError", () => undefined);
  const started = await listen(server);
  open.push(started);
  return started.port;
}

const read = async (port: number, changes: Partial<Parameters<typeof readCertificate>[0]> = {}) =>
  await readCertificate({
    hostname: "127.0.0.1",
    port,
    host,
    ca: authority.cert,
    lowest: "1.2",
    timeoutMs: 10_000,
    ...changes,
  });

const textsOf = (fact: Awaited<ReturnType<typeof read>>) =>
  judgeTls([fact], nowSeconds).problems.map(({ text }) => text);

test("readCertificate() finds nothing wrong with a good certificate", async () => {
  const fact = await read(await serve(good));
  expect(fact).toMatchObject({
    kind: "shown",
    host,
    isForHost: true,
    names: [host],
    issuer: "test-authority",
    version: "TLSv1.3",
    isStapled: false,
  });
  expect(fact).not.toHaveProperty("lowVersion");
  expect(fact).not.toHaveProperty("distrust");
  expect(textsOf(fact)).toEqual([]);
  const { untilSeconds } = fact as ShownCertificate;
  expect(Math.round((untilSeconds - nowSeconds) / 86_400)).toBe(60);
});

test.each<[string, Pair, RegExp]>([
  [
    "an expired",
    authority.sign({ name: host, from: ago(9), until: ago(2) }),
    /must be valid now: got .*expired on .*, 2 days ago$/,
  ],
  [
    "a wrong-host",
    authority.sign({ name: "other.example.org" }),
    /must be for that host: got other\.example\.org$/,
  ],
  ["a self-signed", makeSelfSigned(host), /trusted here: got a self-signed one$/],
  [
    "an unknown authority's",
    makeAuthority("stranger").sign({ name: host }),
    /trusted here: got one without the certificate of "stranger", which signed it$/,
  ],
])("readCertificate() and judgeTls() name %s certificate by one sentence", async (_, pair, sentence) => {
  const texts = textsOf(await read(await serve(pair)));
  expect(texts).toHaveLength(1);
  expect(texts[0]).toMatch(sentence);
});

test("readCertificate() knows an authority that the server shows and nobody trusts", async () => {
  const stranger = makeAuthority("stranger");
  const { cert, key } = stranger.sign({ name: host });
  const [text] = textsOf(await read(await serve({ cert: cert + stranger.cert, key })));
  expect(text).toMatch(/got one of "stranger", which is not known$/);
});

test("readCertificate() finds a server that agrees to a version below the lowest one", async () => {
  const old = { minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" } as const;
  expect(await read(await serve(good, old))).toMatchObject({ lowVersion: "TLSv1.1", version: "TLSv1.3" });
  const port = await serve(good);
  expect(await read(port, { lowest: "1.3" })).toMatchObject({ lowVersion: "TLSv1.2" });
  const strict = await serve(good, { minVersion: "TLSv1.3" });
  expect(await read(strict, { lowest: "1.3" })).not.toHaveProperty("lowVersion");
});

test("readCertificate() finds a status that the server staples", async () => {
  const server = tls.createServer(good);
  server.on("OCSPRequest", (_: Buffer, __: Buffer, answer: (error: null, status: Buffer) => void) =>
    answer(null, Buffer.from("status")),
  );
  const started = await listen(server);
  open.push(started);
  expect(await read(started.port)).toMatchObject({ isStapled: true });
});

test("readCertificate() finds a certificate that demands a status, and one that says who tells it", async () => {
  const demanding = authority.sign({ name: host, extensions: ["tlsfeature=status_request"] });
  const told = authority.sign({
    name: host,
    extensions: ["authorityInfoAccess=OCSP;URI:http://ocsp.example.org"],
  });
  expect(await read(await serve(good))).toMatchObject({ mustStaple: false, hasResponder: false });
  const fact = await read(await serve(demanding));
  expect(fact).toMatchObject({ mustStaple: true, hasResponder: false });
  expect(textsOf(fact)).toEqual([expect.stringContaining("must send a status along")]);
  expect(await read(await serve(told))).toMatchObject({ mustStaple: false, hasResponder: true });
});

test("readCertificate() sees through the tunnel of HTTPS_PROXY", async () => {
  const asked: string[] = [];
  const proxy = await startProxy(await serve(good), asked);
  open.push(proxy);
  process.env["HTTPS_PROXY"] = `http://127.0.0.1:${proxy.port}`;
  expect(await read(443, { hostname: host })).toMatchObject({ kind: "shown", isForHost: true });
  expect(asked).toContain(`CONNECT ${host}:443 none`);
});

test("readCertificate() is silent where nobody answers, or not by TLS", async () => {
  const plain = await startServer((_, response) => void response.end());
  open.push(plain);
  expect(await read(plain.port)).toMatchObject({
    kind: "silent",
    host,
    problem: expect.stringMatching(/\S/),
  });
  await plain.close();
  expect(await read(plain.port)).toMatchObject({ problem: expect.stringContaining("ECONNREFUSED") });
});

test("readCertificate() gives up in time on a server that says nothing", async () => {
  const started = await listen(net.createServer());
  open.push(started);
  expect(await read(started.port, { timeoutMs: 100 })).toMatchObject({ problem: "no answer within 0.1 s" });
});
