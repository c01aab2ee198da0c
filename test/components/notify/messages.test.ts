import { held } from "../../../components/core/ledger/transitions/stage-transition";
import type { Ledger } from "../../../components/core/ledger/ledger";
import type { NotifySettings } from "../../../components/core/notify/settings";
import { openMessages } from "../../../components/notify/messages";
import { flushMessages } from "../../../components/notify/outbox";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";
import { attemptOf, ledgerOf } from "../../support/gate";
import { startServer } from "../http/server";
import type { TestServer } from "../http/server";

type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];
interface Got {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

let server: TestServer | undefined;
afterEach(async () => await server?.close());

const answered = (): Promise<Got[]> => flushMessages(6000).then(() => got);
let got: Got[] = [];

/** A sink that gives the answers in turn, the last one again; "never" keeps a request open. */
async function sink(...answers: readonly (Answer | "never")[]): Promise<string> {
  got = [];
  server = await startServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const answer = answers[Math.min(got.length, answers.length - 1)] ?? "never";
      got.push({ path: String(request.url), body: JSON.parse(text) as Record<string, unknown> });
      if (answer === "never") return;
      const [status, body, headers = {}] = answer;
      response.writeHead(status, headers).end(body === undefined ? "" : JSON.stringify(body));
    });
  });
  return `http://127.0.0.1:${server.port}`;
}

function scene(notify: NotifySettings, start: Ledger = ledgerOf({ weight: 5 })) {
  const said: string[] = [];
  let ledger = start;
  const settings = { ...toSettings(configWith(), parseStackName("prod")), notify };
  const tell = openMessages({
    settings,
    now: () => 7,
    say: (text) => void said.push(text),
    save: async (change) => await Promise.resolve(void (ledger = change(ledger) ?? ledger)),
  });
  const hold = (reason: string): void => {
    const { event, ledger: after } = held(ledger, { reason, nowSeconds: 7 });
    ledger = after;
    tell?.(event, after);
  };
  const begin = (): void => tell?.({ type: "Normal", reason: "AttemptStarted", message: "begins" }, ledger);
  return { tell, hold, begin, said, ledger: () => ledger };
}

const slack = (api: string) => ({ slack: { channel: "C0000001", tokenFrom: "SLUICE_TEST_TOKEN", api } });
const pagerduty = (api: string) => ({ pagerduty: { routingKeyFrom: "SLUICE_TEST_TOKEN", api } });
const webhook = (url: string) => ({ webhook: { url, secretFrom: "SLUICE_TEST_TOKEN" } });
const github = (api: string) => ({ github: { repository: "o/r", tokenFrom: "SLUICE_TEST_TOKEN", api } });
const posted: Answer = [200, { ok: true, channel: "C0000001", ts: "9.1" }];

beforeEach(() => (process.env["SLUICE_TEST_TOKEN"] = "xoxb-secret"));

test("nobody is told where nothing is configured", () => {
  expect(openMessages({ settings: { notify: undefined } } as never)).toBeUndefined();
});

test("Slack: one message per attempt, kept in the ledger, changed in place; a hold is a reply below it", async () => {
  const { begin, hold, ledger, said } = scene(slack(await sink(posted)));
  begin();
  await answered();
  expect(ledger().attempt?.notices).toEqual({ slack: "C0000001 9.1" });
  hold("too few requests");
  const calls = await answered();
  expect(calls.map(({ path, body }) => [path, body["ts"] ?? body["thread_ts"] ?? null])).toEqual([
    ["/chat.postMessage", null],
    ["/chat.update", "9.1"],
    ["/chat.postMessage", "9.1"],
  ]);
  expect(said).toEqual([]);
});

test("Slack: a later run changes the message that the ledger names", async () => {
  const attempt = attemptOf([], { notices: { slack: "C0000001 8.8" } });
  const { begin } = scene(slack(await sink(posted)), ledgerOf({ attempt }));
  begin();
  expect((await answered()).map(({ path, body }) => [path, body["ts"]])).toEqual([["/chat.update", "8.8"]]);
});

test("Slack: 200 with ok false is said once, without the token, and forgotten", async () => {
  const { hold, said } = scene(slack(await sink([200, { ok: false, error: "invalid_auth xoxb-secret" }])));
  hold("one");
  hold("two");
  await answered();
  expect(said).toEqual([
    'warning: slack was not told: it answered "invalid_auth …"; traffic and ledger do not wait for it',
  ]);
});

test("429 is asked again after the time that it names", async () => {
  const { begin } = scene(slack(await sink([429, undefined, { "retry-after": "1" }], posted)));
  const began = performance.now();
  begin();
  expect(await answered()).toHaveLength(2);
  expect(performance.now() - began).toBeGreaterThan(900);
});

test("a post that may have been carried out is not sent twice", async () => {
  const { begin, said } = scene(slack(await sink([500])));
  begin();
  expect(await answered()).toHaveLength(1);
  expect(said).toEqual([expect.stringContaining("slack was not told: it answered 500")]);
});

test("PagerDuty: 202 is all there is to know; 5xx is tried again under the same key", async () => {
  const { tell, said } = scene(pagerduty(await sink([502], [202, { status: "success" }])));
  tell?.({ type: "Warning", reason: "Aborted", message: "fail: 12 %" }, ledgerOf({ phase: "aborted" }));
  const calls = await answered();
  expect(calls.map(({ body }) => [body["event_action"], body["dedup_key"]])).toEqual([
    ["trigger", expect.stringMatching(/\/prod\/app\/3$/)],
    ["trigger", expect.stringMatching(/\/prod\/app\/3$/)],
  ]);
  expect(said).toEqual([]);
});

test("webhook: 400 is not tried again; the next message is, and nothing is said twice", async () => {
  const { hold, said } = scene(webhook(await sink([400])));
  hold("one");
  hold("two");
  expect((await answered()).map(({ body }) => body["specversion"])).toEqual(["1.0", "1.0"]);
  expect(said).toHaveLength(1);
});

test("GitHub: a deployment and its state; without a commit there is none, which is said", async () => {
  const url = await sink([201, { id: 42 }]);
  const without = scene(github(url));
  without.begin();
  expect(await answered()).toEqual([]);
  expect(without.said).toEqual([expect.stringContaining("the commit of this attempt is not known")]);
  const attempt = attemptOf([], { number: 4, checkout: { commit: "c0ffee", changed: false } });
  scene(github(url), ledgerOf({ attempt })).begin();
  expect((await answered()).map(({ path }) => path)).toEqual([
    "/repos/o/r/deployments",
    "/repos/o/r/deployments/42/statuses",
  ]);
});

test("a sink that never answers delays nobody: telling returns at once, the end of a command is bounded", async () => {
  const { hold, said } = scene(webhook(await sink("never")));
  const began = performance.now();
  for (let n = 0; n < 30; n++) hold(`reason ${n}`);
  // The sink takes five seconds for each.
  expect(performance.now() - began).toBeLessThan(1000);
  while (got.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const ending = performance.now();
  await flushMessages(300);
  expect(performance.now() - ending).toBeLessThan(3000);
  expect(got).toHaveLength(1);
  expect(said).toEqual([expect.stringContaining("webhook was not told: interrupted before the answer")]);
});

test("a sink that is away is said, and what it would need is named", async () => {
  const { hold, said } = scene(webhook("http://127.0.0.1:1"));
  hold("one");
  await flushMessages(6000);
  expect(said).toEqual([expect.stringContaining("webhook was not told: connect ECONNREFUSED")]);
  delete process.env["SLUICE_TEST_TOKEN"];
  const unset = scene(webhook("http://127.0.0.1:2"));
  unset.hold("one");
  await flushMessages(6000);
  expect(unset.said).toEqual([
    expect.stringContaining(
      "environment variable SLUICE_TEST_TOKEN (sluice:notify.webhook.secretFrom) must contain",
    ),
  ]);
});

test("output prints a message, redacted; texts that leave are redacted, too", async () => {
  const printed = scene({ output: true });
  printed.hold("asked http://user:pass@host with Bearer abc.def");
  expect(printed.said[0]).toContain("http://…@host with Bearer …");
  expect(printed.said[0]).toContain("next: sluice rollout prod");
  scene(webhook(await sink([202]))).hold("the token was xoxb-secret");
  expect(JSON.stringify(await answered())).not.toContain("xoxb-secret");
});
