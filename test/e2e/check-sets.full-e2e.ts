import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureTools } from "../../sandbox/tools/resolve";
import { pushWaf } from "../../sandbox/images/waf";
import { makeAuthority } from "../support/certificates";
import { freePort } from "../support/free-port";
import { startAlteringFront } from "./support/requests/altering-front";
import type { AlteringFront, PassedAnswer, PassedRequest } from "./support/requests/altering-front";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { prepareProbing } from "./support/metrics/prometheus-process";
import type { PrometheusProcess } from "./support/metrics/prometheus-process";
import { start } from "./support/run";
import type { Running } from "./support/run";
import { startTlsFront } from "./support/requests/tls-front";
import { makeIssuer } from "./support/requests/tokens";
import { writeObjects } from "./support/write-objects";

// Every ready set of checks is asked in earnest, by `sluice verify`: the app on the sandbox behind a front with tokens,
// its firewall's own rate limit, its pods' logs, policy reports on the API server, Prometheus with a blackbox exporter.

const issuer = makeIssuer("2026-11");
const definition = "policyreports.wgpolicyk8s.io";
/** Everything is as it should be; or each set has something to find. */
let isWell = true;
let [seen, toggled] = [0, 0];
let app: App;
let front: AlteringFront;
let counters: http.Server;
let blackbox: Running;
let prometheus: PrometheusProcess;
let folder: string;

/** The front: tokens are demanded at /account, and the keys are told at /keys. */
function change({ url, headers }: PassedRequest): (answer: PassedAnswer) => void {
  const asked = url.pathname;
  const { authorization } = headers;
  const isOther = String(headers["x-forwarded-for"] ?? "").startsWith("198.18.");
  if (["/account", "/keys", "/probed"].includes(asked)) url.pathname = "/";
  // The exporter asks for the front by its address.
  headers.host = app.host;
  // The app writes this header into its log.
  if (!isWell && url.searchParams.has("token"))
    headers["x-request-id"] = (url.searchParams.get("token") ?? "").slice(0, 64);
  return (answer) => {
    if (asked === "/account") {
      const isUnsigned = !isWell && authorization?.endsWith(".") === true;
      answer.status = issuer.accepts(authorization) || isUnsigned ? 200 : 401;
    }
    if (asked === "/keys") {
      answer.headers["cache-control"] = isWell ? "public, max-age=300" : "public, max-age=86400";
      answer.body = issuer.keySet;
    }
    if (isWell) return;
    delete answer.headers["x-content-type-options"];
    if (answer.status === 404) answer.body = "Traceback (most recent call last):\n  File shop.py, line 3";
    if (asked === "/probed") answer.status = 500;
    if (isOther) answer.status = 200;
  };
}

/** Counters of Falcosidekick, as it shows them. */
const falcosidekick = (): string =>
  [
    "# TYPE falcosecurity_falcosidekick_inputs_total counter",
    `falcosecurity_falcosidekick_inputs_total{source="requests",status="accepted"} ${++seen}`,
    "# TYPE falcosecurity_falcosidekick_falco_events_total counter",
    ...(isWell
      ? []
      : [
          `falcosecurity_falcosidekick_falco_events_total{k8s_ns_name="t-sets",k8s_pod_name="scholarlink-stable-1",priority_raw="critical",rule="Terminal shell in container"} ${++toggled}`,
        ]),
    "",
  ].join("\n");

const portOf = (server: http.Server): number => (server.address() as AddressInfo).port;

async function startProbing(): Promise<void> {
  const tools = await ensureTools({ names: ["debian-blackbox"] });
  folder = await mkdtemp(path.join(tmpdir(), "sluice-blackbox-"));
  const config = path.join(folder, "blackbox.yml");
  await writeFile(config, JSON.stringify({ modules: { http_2xx: { prober: "http", timeout: "2s" } } }));
  counters = http.createServer((_, response) => response.end(falcosidekick()));
  await new Promise<void>((resolve) => counters.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${await freePort()}`;
  const args = [`--config.file=${config}`, `--web.listen-address=${address}`];
  blackbox = start(tools.path("blackbox-exporter"), args, { cwd: folder, env: {}, timeoutSeconds: 900 });
  await blackbox.seen(/Listening on/);
  const target = `http://${front.address}/probed`;
  prometheus = await prepareProbing(address, target, ["eu", "us"], `127.0.0.1:${portOf(counters)}`);
  prometheus.start();
}

/** A policy engine's report on stable's Deployment. */
const reportWith = (result: string) => ({
  apiVersion: "wgpolicyk8s.io/v1alpha2",
  kind: "PolicyReport",
  metadata: { name: "stable" },
  scope: { apiVersion: "apps/v1", kind: "Deployment", name: "scholarlink-stable" },
  results: [{ policy: "require-labels", rule: "check", result, source: "kyverno" }],
});

async function definePolicyReports(): Promise<void> {
  const schema = {
    openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  };
  const file = await writeObjects(app, "definitions", [
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: {
        name: definition,
        annotations: { "api-approved.kubernetes.io": "unapproved, a test" },
      },
      spec: {
        group: "wgpolicyk8s.io",
        scope: "Namespaced",
        names: { kind: "PolicyReport", plural: "policyreports", singular: "policyreport" },
        versions: [{ name: "v1alpha2", served: true, storage: true, schema }],
      },
    },
  ]);
  await app.kubectl("apply", "-f", file);
  await app.kubectl("wait", "--for=condition=Established", `crd/${definition}`, "--timeout=60s");
}

const report = async (result: string): Promise<void> => {
  await app.kubectl("apply", "-f", await writeObjects(app, "report", [reportWith(result)]));
};

const checks = [
  { name: "headers", set: "headers" },
  { name: "errors", set: "errors", with: { correlation: "X-Request-Id" } },
  { name: "tokens", set: "auth-negative", with: { path: "/account", expiredFrom: "EXPIRED_TOKEN" } },
  { name: "keys", set: "jwks", with: { url: "/keys", kid: issuer.kid, maxAge: "10m" } },
  { name: "logs", set: "logs", with: { trace: "X-Request-Id" } },
  { name: "kyverno", set: "kyverno" },
  { name: "falco", set: "falco", with: { within: "1m" } },
  { name: "synthetics", set: "synthetics", with: { instance: "http://127.0.0.1:.*/probed" } },
];

/** States of the checks at a look at stable, by their names. */
async function look(): Promise<Readonly<Record<string, string>>> {
  const env = { EXPIRED_TOKEN: `Bearer ${issuer.issue(Date.now() / 1000 - 60)}` };
  const { stdout } = await app.sluiceIn(env, "verify", "sets", "-C", app.folder, "--json");
  const { findings } = JSON.parse(stdout) as {
    readonly findings: readonly { readonly name: string; readonly state: string; readonly text: string }[];
  };
  return Object.fromEntries(
    findings.flatMap(({ name, state, text }) =>
      name.startsWith("check ")
        ? [[name.slice("check ".length), state === "fine" ? state : `${state}: ${text}`]]
        : [],
    ),
  );
}

const all = (state: string) =>
  Object.fromEntries(checks.map(({ name }) => [name, expect.stringMatching(new RegExp(`^${state}`))]));

beforeAll(async () => {
  app = await createApp("sets");
  front = await startAlteringFront(app.sandbox.gatewayAddress, change);
  await Promise.all([startProbing(), definePolicyReports()]);
  const waf = await pushWaf(app.sandbox.registryUrl);
  await app.configure(image("v1"), {
    app: { env: { LOG_LEVEL: "debug" } },
    edge: {
      waf: {
        mode: "block",
        image: waf,
        trustedProxies: ["10.244.0.1/32"],
        rateLimit: { perSecond: 2, burst: 40 },
      },
    },
  });
  done(await app.up());
  await app.configure(image("v1"), {
    checks,
    traffic: { address: front.address },
    analysis: { prometheus: prometheus.url },
  });
});

afterAll(async () => {
  await app.kubectl("delete", "crd", definition, "--ignore-not-found");
  await prometheus.remove();
  blackbox.child.kill("SIGTERM");
  counters.close();
  await front.close();
  await app.remove();
  await rm(folder, { recursive: true, force: true });
});

test("every ready set passes where everything is as it should be", async () => {
  await report("pass");
  await app.until("the regions are asked", async () => (await look())["synthetics"] === "fine");
  expect(await look()).toEqual(all("fine"));
});

test("every ready set finds its fault: none is taken for unknown", async () => {
  isWell = false;
  await report("fail");
  await app.until("the regions and Falco tell", async () => {
    const { synthetics, falco } = await look();
    return [synthetics, falco].every((state) => state?.startsWith("wrong") === true);
  });
  expect(await look()).toEqual(all("wrong"));
});

test("the firewall's own rate limit denies, also who claims to be others, and a way around it is found", async () => {
  isWell = true;
  const limit = { name: "limit", set: "rate-limit", timeout: "10s", with: { url: "/" } };
  await app.configure(image("v1"), { checks: [limit] });
  expect(await look()).toEqual({ limit: "fine" });
  isWell = false;
  expect(await look()).toEqual({
    limit: expect.stringMatching(/^wrong: .*with an X-Forwarded-For of their own/),
  });
});

test("the set tls takes the host's certificate, and no other", async () => {
  isWell = true;
  const authority = makeAuthority();
  const ca = path.join(folder, "ca.pem");
  await writeFile(ca, authority.cert);
  const secure = await startTlsFront(app.sandbox.gatewayAddress, authority.sign({ name: app.host }));
  try {
    const traffic = { scheme: "https", address: secure.address, ca };
    await app.configure(image("v1"), { checks: [{ name: "tls", set: "tls" }], traffic });
    expect(await look()).toEqual({ tls: "fine" });
    secure.show(authority.sign({ name: "other.example.org" }));
    expect(await look()).toEqual({ tls: expect.stringMatching(/^wrong/) });
  } finally {
    await secure.close();
  }
});
