import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "../../../components/cluster/api-error";
import { runChecks } from "../../../components/checks/run-checks";
import { declareHttpRoute } from "../../../components/core/routers/gateway/write/manifest";
import type { RouteView } from "../../../components/core/routers/router";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";
import { startServer } from "../http/server";
import type { TestServer } from "../http/server";

let server: TestServer;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
/** Objects of the API server by path; an error is thrown. */
let objects: Record<string, unknown>;
/** Text of the log of the app's container, and that of its sidecar. */
let log: string;
let sidecarLog = "";

beforeAll(async () => (server = await startServer((request, response) => answer(request, response))));
afterAll(async () => await server.close());

const get = (path: string): unknown => {
  const found = objects[path];
  if (found instanceof Error) throw found;
  return found;
};
const cluster = {
  find: async (path: string) => get(path),
  call: async (_: string, path: string) => get(path.replace(/\?.*/, "")),
  raw: async (_: string, path: string) =>
    log === ""
      ? { status: 403, body: "" }
      : { status: 200, body: path.includes("/log?container=app&") ? log : sidecarLog },
};

async function ask(checks: string, use: "gate" | "promoted" = "gate"): Promise<unknown> {
  const traffic = `{ hosts: [app.example.org], scheme: http, address: "127.0.0.1:${server.port}" }`;
  const settings = toSettings(configWith({ checks, traffic }), parseStackName("prod"));
  const { manifest } = declareHttpRoute(settings, "t");
  const route = { object: manifest, live: { weight: 0 } } as unknown as RouteView;
  const context = { cluster: cluster as never, settings, route, about: {}, nowSeconds: 1000 };
  const facts = await runChecks(context, { use, isCanaryUp: true, isRollback: false });
  return facts?.map(({ text }) => text);
}

const trackOf = ({ headers }: IncomingMessage): string => String(headers["x-sluice-probe"]).replace("t-", "");

test.each([
  [
    "is there",
    { "/apis/batch/v1/namespaces/default/cronjobs/nightly": { status: { last: "1970-01-01T00:16:00Z" } } },
    '"backup" passes',
  ],
  ["is missing", {}, 'check "backup" must pass: got no CronJob nightly'],
  [
    "may not be read",
    {
      "/apis/batch/v1/namespaces/default/cronjobs/nightly": new ApiError(403, "Forbidden", "may not get it"),
    },
    'check "backup" must be answered: got may not get it',
  ],
  [
    "has no kind",
    { "/apis/batch/v1": undefined },
    'check "backup" must be answered: got no kind CronJob of batch/v1 in the cluster',
  ],
])("an object that %s", async (_, found, text) => {
  const resources = [
    { name: "cronjobs/status", kind: "CronJob", namespaced: true },
    { name: "cronjobs", kind: "CronJob", namespaced: true },
  ];
  objects = { "/apis/batch/v1": { resources }, ...found };
  const object = "{ apiVersion: batch/v1, kind: CronJob, name: nightly, path: status.last, newerThan: 1h }";
  expect(await ask(`[{ name: backup, object: ${object} }]`)).toEqual([text]);
});

test("an object of the core group without namespace", async () => {
  objects = {
    "/api/v1": { resources: [{ name: "nodes", kind: "Node", namespaced: false }] },
    "/api/v1/nodes/a": { spec: { unschedulable: true } },
  };
  const object = "{ apiVersion: v1, kind: Node, name: a, path: spec.unschedulable, is: true }";
  expect(await ask(`[{ name: node, object: ${object} }]`)).toEqual(['"node" passes']);
});

const reports = "/apis/wgpolicyk8s.io/v1alpha2/namespaces/default/policyreports";
const scope = { kind: "Deployment", name: "scholarlink-canary" };

test.each([
  [
    "pass",
    { [reports]: { items: [{ scope, results: [{ policy: "a", rule: "b", result: "pass" }] }] } },
    '"kyverno" passes on the canary',
  ],
  [
    "fail",
    { [reports]: { items: [{ scope, results: [{ policy: "a", rule: "b", result: "fail" }] }] } },
    'check "kyverno" must pass on the canary: got a/b (fail) on Deployment scholarlink-canary',
  ],
  [
    "are not served",
    {},
    'check "kyverno" must be answered on the canary: got no policy reports in the cluster',
  ],
  [
    "may not be read",
    { [reports]: new ApiError(403, "Forbidden", "may not list them") },
    'check "kyverno" must be answered on the canary: got may not list them',
  ],
])("policy reports that %s", async (_, found, text) => {
  objects = found;
  expect(await ask("[{ name: kyverno, set: kyverno }]")).toEqual([text]);
});

const podWithSidecar = {
  "/api/v1/namespaces/default/pods": {
    items: [
      {
        metadata: { name: "a", labels: {} },
        spec: {
          initContainers: [{ name: "setup" }, { name: "waf", restartPolicy: "Always" }],
          containers: [{ name: "app" }],
        },
        status: { phase: "Running" },
      },
    ],
  },
};

test("a secret in the log of a sidecar is found, too", async () => {
  objects = podWithSidecar;
  answer = (request, response) => {
    log = String(request.headers["x-request-id"]);
    sidecarLog = String(request.url);
    response.writeHead(200, { "x-sluice-track": trackOf(request) }).end();
  };
  const checks = "[{ name: logs, timeout: 1s, set: logs, with: { trace: X-Request-Id } }]";
  expect(await ask(checks)).toEqual([
    'check "logs" must pass on the canary: got a log with the secret of a request',
  ]);
  sidecarLog = "";
});

test.each([
  ["trace alone", (trace: string) => trace, '"logs" passes on the canary'],
  [
    "secret, too",
    (trace: string, secret: string) => `${trace} ${secret}`,
    'check "logs" must pass on the canary: got a log with the secret of a request',
  ],
  [
    "something else",
    () => "GET /",
    'check "logs" must be answered on the canary: got no log with the request in 2 containers',
  ],
  [
    "nothing, and may not be read",
    () => "",
    'check "logs" must be answered on the canary: got no log of a/waf: HTTP 403',
  ],
])("logs that have the %s", async (_, write, text) => {
  objects = podWithSidecar;
  answer = (request, response) => {
    const secret = String(request.headers.authorization).replace("Bearer ", "");
    expect(request.url).toContain(secret);
    log = write(String(request.headers["x-request-id"]), secret);
    response.writeHead(200, { "x-sluice-track": trackOf(request) }).end();
  };
  const checks = "[{ name: logs, timeout: 1s, set: logs, with: { trace: X-Request-Id } }]";
  expect(await ask(checks)).toEqual([text]);
});

test("the log is not looked at where no track proves the answer", async () => {
  answer = (_, response) => response.writeHead(200).end();
  const [text] = (await ask("[{ name: logs, set: logs, with: { trace: X-Id } }]")) as [string];
  expect(text).toContain("without the router's proof");
});

test("a burst is denied in part whatever a client claims to be", async () => {
  const seen = new Map<string, number>();
  const limit = (byClaim: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const claim = byClaim ? String(request.headers["x-forwarded-for"]) : "";
    const many = (seen.get(claim) ?? 0) + 1;
    seen.set(claim, many);
    response.writeHead(many > 5 ? 429 : 200).end();
  };
  const burst = async () =>
    await ask("[{ name: limit, set: rate-limit, with: { url: /, requests: 30 } }]", "promoted");
  answer = limit(false);
  expect(await burst()).toEqual(['"limit" passes']);
  seen.clear();
  answer = limit(true);
  expect(await burst()).toEqual([
    'check "limit" must pass: got no denial (429) in 30 requests with an X-Forwarded-For of their own',
  ]);
  answer = (_, response) => response.destroy();
  expect(await burst()).toEqual([expect.stringContaining("must be answered")]);
});
