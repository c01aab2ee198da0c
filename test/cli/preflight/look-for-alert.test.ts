import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Cluster } from "../../../components/cluster/api";
import type { TestAlertSettings } from "../../../components/core/preflight/test-alert/settings";
import { lookForAlert } from "../../../cli/preflight/look-for-alert";
import { startServer } from "../../components/http/server";
import type { TestServer } from "../../components/http/server";
import { startAlertmanager } from "../../support/alertmanager";
import type { RunningAlertmanager } from "../../support/alertmanager";
import { fakeEnvironment } from "../support/fake-cluster";

jest.setTimeout(120_000);

/** Receivers on this machine: what came by which path, and the status that they answer with. */
let receiver: TestServer;
let got: { readonly path: string; readonly text: string }[] = [];
let alertmanager: RunningAlertmanager;

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "";
  if (request.method === "GET") {
    const isAllowed = request.headers.authorization === "Bearer s3cret-token";
    response.statusCode = isAllowed ? 200 : 403;
    return void response.end(got.map((one) => one.text).join("\n"));
  }
  got.push({ path, text: await text(request) });
  response.statusCode = path === "/broken" ? 503 : 200;
  response.end();
}

beforeAll(async () => {
  receiver = await startServer((request, response) => void receive(request, response));
  const webhook = (path: string) => [{ url: `http://127.0.0.1:${receiver.port}${path}` }];
  const route = (team: string, to: string, more = {}) => ({
    matchers: [`sluice_test="true"`, `team="${team}"`],
    receiver: to,
    group_by: ["..."],
    group_wait: "0s",
    ...more,
  });
  alertmanager = await startAlertmanager({
    route: {
      receiver: "pager",
      group_wait: "0s",
      routes: [
        route("shop", "test"),
        route("broken", "broken"),
        route("slow", "test", { group_wait: "10m" }),
        route("null", "nowhere"),
        route("both", "test", { continue: true }),
        { matchers: ['team="both"'], receiver: "pager", group_wait: "0s" },
      ],
    },
    inhibit_rules: [
      { source_matchers: ['alertname="Maintenance"'], target_matchers: ['team="shop"'], equal: ["app"] },
    ],
    receivers: [
      { name: "pager", webhook_configs: webhook("/pager") },
      { name: "test", webhook_configs: webhook("/test") },
      { name: "broken", webhook_configs: webhook("/broken") },
      { name: "nowhere" },
    ],
  });
});
afterAll(async () => {
  await alertmanager.stop();
  await receiver.close();
});
beforeEach(() => {
  got = [];
});

/** Sends a test alert as a preflight does, to the real Alertmanager unless told otherwise. */
async function look(changes: Partial<TestAlertSettings> = {}, raw?: Cluster["raw"]) {
  const { context } = fakeEnvironment({ ledger: undefined });
  const testAlert: TestAlertSettings = {
    alertmanager: alertmanager.url,
    receivers: ["test"],
    labels: { team: "shop" },
    confirm: [],
    within: 20,
    ...changes,
  };
  const cluster = { ...context.cluster, ...(raw === undefined ? {} : { raw }) };
  const settings = { ...context.settings, preflight: { testAlert } };
  return await lookForAlert({ ...context, now: () => Date.now() / 1000, root: "/", cluster, settings });
}

const testAlerts = async () =>
  (await alertmanager.ask(
    "GET",
    `/api/v2/alerts?filter=${encodeURIComponent('sluice_test="true"')}`,
  )) as object[];
const activeSilences = async () =>
  ((await alertmanager.ask("GET", "/api/v2/silences")) as { id: string; status: { state: string } }[]).filter(
    (one) => one.status.state === "active",
  );
const paths = () => got.map(({ path }) => path);

test("a test alert that its receiver takes, by Alertmanager's counters: one message, marked as a test, and nothing is left behind", async () => {
  expect(await look()).toMatchObject({ kind: "arrived", text: expect.stringContaining("webhook") as string });
  expect(paths()).toEqual(["/test"]);
  expect(got[0]?.text).toContain('"sluice_test":"true"');
  expect(await testAlerts()).toEqual([]);
  expect(await activeSilences()).toEqual([]);
});

test("a test alert by what its receiver shows: the id has to be there", async () => {
  process.env["CONFIRM_TOKEN"] = "s3cret-token";
  const url = `http://127.0.0.1:${receiver.port}/messages?id={id}`;
  const found = await look({ confirm: [{ url, tokenFrom: "CONFIRM_TOKEN" }] });
  expect(found).toMatchObject({ kind: "arrived", text: `127.0.0.1:${receiver.port} shows it` });
  const refused = await look({ confirm: [{ url }], within: 1 });
  expect(refused).toMatchObject({ kind: "late", text: expect.stringContaining("HTTP 403") as string });
  const unset = await look({ confirm: [{ url, tokenFrom: "NOT_SET" }], within: 1 });
  expect(unset).toMatchObject({ kind: "late", text: expect.stringContaining("NOT_SET") as string });
});

test.each([
  ["by the default route", { labels: { team: "other" } }, ["pager"]],
  ["by two routes, of which one is on call's", { labels: { team: "both" } }, ["test", "pager"]],
  [
    "to a receiver that sends nowhere",
    { labels: { team: "null" }, receivers: ["nowhere"] },
    [/nowhere, which/],
  ],
])("an alert that would go astray %s is not sent at all", async (_, changes, receivers) => {
  const found = await look(changes);
  expect(found).toMatchObject({ kind: "astray" });
  const names = found?.kind === "astray" ? found.receivers : [];
  expect(names).toHaveLength(receivers.length);
  for (const [nth, name] of receivers.entries()) expect(names[nth]).toMatch(name);
  // A route with group_wait 0s would have told at once.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(got).toEqual([]);
  expect(await testAlerts()).toEqual([]);
});

test("an alert that a person silenced, and one that another alert inhibits", async () => {
  const { silenceID } = (await alertmanager.ask("POST", "/api/v2/silences", {
    matchers: [{ name: "team", value: "shop", isRegex: false, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 600_000).toISOString(),
    createdBy: "ben",
    comment: "works on it",
  })) as { silenceID: string };
  expect(await look()).toEqual({ kind: "suppressed", text: `it is silenced by ${silenceID}` });
  expect((await activeSilences()).map(({ id }) => id)).toEqual([silenceID]);
  await alertmanager.ask("DELETE", `/api/v2/silence/${silenceID}`);
  const labels = { alertname: "Maintenance", team: "ops", app: "scholarlink" };
  await alertmanager.ask("POST", "/api/v2/alerts", [{ labels }]);
  expect(await look()).toMatchObject({
    kind: "suppressed",
    text: expect.stringContaining("inhibited by") as string,
  });
  const ended = { endsAt: new Date().toISOString(), startsAt: new Date(Date.now() - 1000).toISOString() };
  await alertmanager.ask("POST", "/api/v2/alerts", [{ labels, ...ended }]);
});

test("an Alertmanager that is away, or none", async () => {
  expect(await look({ alertmanager: "http://127.0.0.1:1" })).toMatchObject({
    kind: "away",
    text: expect.stringContaining("ECONNREFUSED") as string,
  });
  expect(await look({ alertmanager: `http://127.0.0.1:${receiver.port}` })).toMatchObject({
    kind: "away",
    text: "GET /status: HTTP 403",
  });
  expect(await look({ tokenFrom: "NOT_SET" })).toMatchObject({
    kind: "away",
    text: expect.stringContaining("NOT_SET") as string,
  });
});

/** The API server's proxy in front of the real Alertmanager. */
const proxy =
  (
    changed: (path: string, body: string) => string = (_, body) => body,
    asked: string[] = [],
  ): Cluster["raw"] =>
  async (method, path, { body } = {}) => {
    asked.push(path.slice(0, path.indexOf("/proxy")));
    const own = path.slice(path.indexOf("/proxy") + "/proxy".length);
    const answer = await fetch(alertmanager.url + own, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.status, body: changed(own, await answer.text()) };
  };

test("by the API server's proxy to one pod; one of several behind a Service is refused before anything is sent", async () => {
  const asked: string[] = [];
  const three = (path: string, body: string) =>
    path === "/api/v2/status" ? body.replace('"peers":[]', '"peers":[{},{},{}]') : body;
  const pod = "pod://monitoring/alertmanager-0:9093";
  expect(await look({ alertmanager: pod }, proxy(three, asked))).toMatchObject({ kind: "arrived" });
  expect(new Set(asked)).toEqual(new Set(["/api/v1/namespaces/monitoring/pods/alertmanager-0:9093"]));
  got = [];
  expect(await look({ alertmanager: "service://monitoring/alertmanager:9093" }, proxy(three))).toMatchObject({
    kind: "away",
    text: expect.stringContaining("one of 3 Alertmanagers") as string,
  });
  expect(got).toEqual([]);
});

test.each([
  ["has no counters", (path: string, body: string) => (path === "/metrics" ? "none" : body)],
  [
    "hides its configuration",
    (path: string, body: string) => (path === "/api/v2/status" ? body.replace("receivers:", "r:") : body),
  ],
])("nobody can tell where Alertmanager %s", async (_, changed) => {
  expect(await look({ alertmanager: "pod://m/a:1" }, proxy(changed))).toMatchObject({ kind: "uncounted" });
  expect(await testAlerts()).toEqual([]);
});

// The last one: Alertmanager goes on trying, and its counters do not tell for whom.
test("an alert that does not leave in time, and a receiver that fails", async () => {
  expect(await look({ labels: { team: "slow" }, within: 2 })).toMatchObject({
    kind: "late",
    text: expect.stringMatching(/^no request by webhook after \ds$/) as string,
  });
  const failing = await look({ labels: { team: "broken" }, receivers: ["broken"], within: 3 });
  expect(failing).toMatchObject({
    kind: "failed",
    text: expect.stringMatching(/^\d+ requests? by webhook failed$/) as string,
  });
});
