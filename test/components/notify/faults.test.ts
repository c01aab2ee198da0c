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

type Answer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The request stays open, or its connection is cut. */
  | "silent"
  | "cut";

/** Secrets that nothing may show: the sink's own, and one in a person's words. */
const [key, word] = ["MARKER-OF-SINK", "MARKER-IN-WORDS"];

interface Kind {
  readonly settings: (url: string) => NotifySettings;
  /** Answer of a server that did what it was asked. */
  readonly good: Exclude<Answer, string>;
  /** Transition that this sink is told of. */
  readonly reason: "AttemptStarted" | "Aborted";
  /** Calls of one message, and whether the first may be repeated although it may have been carried out. */
  readonly calls: number;
  readonly repeats: boolean;
}

const kinds: Readonly<Record<string, Kind>> = {
  slack: {
    settings: (api) => ({ slack: { channel: "C1", tokenFrom: "SLUICE_TEST_KEY", api } }),
    good: { status: 200, body: { ok: true, channel: "C1", ts: "9.1" } },
    reason: "AttemptStarted",
    calls: 1,
    repeats: false,
  },
  pagerduty: {
    settings: (api) => ({ pagerduty: { routingKeyFrom: "SLUICE_TEST_KEY", api } }),
    good: { status: 202, body: { status: "success", dedup_key: "k" } },
    reason: "Aborted",
    calls: 1,
    repeats: true,
  },
  webhook: {
    settings: (url) => ({ webhook: { url, secretFrom: "SLUICE_TEST_KEY" } }),
    good: { status: 204 },
    reason: "AttemptStarted",
    calls: 1,
    repeats: true,
  },
  github: {
    settings: (api) => ({ github: { repository: "o/r", tokenFrom: "SLUICE_TEST_KEY", api } }),
    good: { status: 201, body: { id: 42 } },
    reason: "AttemptStarted",
    calls: 2,
    repeats: false,
  },
  gitlab: {
    settings: (api) => ({ gitlab: { project: "1", ref: "main", tokenFrom: "SLUICE_TEST_KEY", api } }),
    good: { status: 201, body: { id: 7 } },
    reason: "AttemptStarted",
    calls: 1,
    repeats: false,
  },
  grafana: {
    settings: (url) => ({ grafana: { url, tokenFrom: "SLUICE_TEST_KEY" } }),
    good: { status: 200, body: { message: "Annotation added", id: 1 } },
    reason: "AttemptStarted",
    calls: 1,
    repeats: false,
  },
};

let server: TestServer | undefined;
beforeEach(() => (process.env["SLUICE_TEST_KEY"] = key));
afterEach(async () => await server?.close());

/** Tells one transition to a sink that gives these answers in turn, the last one again. */
async function tellOnce(name: string, answers: readonly Answer[], waitMs = 6000) {
  const { settings: notifyOf, reason } = kinds[name] as Kind;
  const bodies: string[] = [];
  server = await startServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)] as Answer;
      bodies.push(text);
      if (answer === "cut") request.socket.destroy();
      if (typeof answer === "string") return;
      const { status, body, headers } = answer;
      response.writeHead(status, headers).end(body === undefined ? "" : JSON.stringify(body));
    });
  });
  const said: string[] = [];
  const attempt = attemptOf([], { checkout: { commit: "c0ffee", changed: false } });
  const before = ledgerOf({ weight: 5, attempt });
  let ledger: Ledger = before;
  const notify = notifyOf(`http://127.0.0.1:${server.port}`);
  const tell = openMessages({
    settings: { ...toSettings(configWith(), parseStackName("prod")), notify },
    now: () => 7,
    say: (text) => void said.push(text),
    save: async (change) => await Promise.resolve(void (ledger = change(ledger) ?? ledger)),
  });
  const began = performance.now();
  tell?.(
    { type: reason === "Aborted" ? "Warning" : "Normal", reason, message: `fail: token: ${word} of ${key}` },
    before,
  );
  const toldMs = performance.now() - began;
  await flushMessages(waitMs);
  const { attempt: after, ...rest } = ledger;
  const { attempt: told, ...others } = before;
  // Nothing but the id of what the sink made is kept, whatever it answers.
  expect([rest, { ...after, notices: undefined }]).toEqual([others, { ...told, notices: undefined }]);
  expect(JSON.stringify([bodies, said])).not.toContain(word);
  expect(JSON.stringify(said)).not.toContain(key);
  // A sink may take five seconds.
  expect(toldMs).toBeLessThan(1000);
  return { said, bodies, tookMs: performance.now() - began };
}

const names = Object.keys(kinds);
const of = (name: string): Kind => kinds[name] as Kind;
const problem = (name: string, text: string): unknown[] => [
  expect.stringMatching(new RegExp(`^warning: ${name} was not told: .*${text}`)),
];

describe.each(names)("%s", (name) => {
  test("that does as it is asked is told once", async () => {
    const { said, bodies } = await tellOnce(name, [of(name).good]);
    expect([said, bodies.length]).toEqual([[], of(name).calls]);
  });

  test("that answers 429 is asked again, not before the time that it names", async () => {
    const limited = { status: 429, headers: { "retry-after": "1" } };
    const { said, bodies, tookMs } = await tellOnce(name, [limited, of(name).good]);
    expect([said, bodies.length]).toEqual([[], of(name).calls + 1]);
    expect(tookMs).toBeGreaterThan(900);
  });

  test("that answers 429 for an hour is given up, and said", async () => {
    const { said, bodies, tookMs } = await tellOnce(name, [
      { status: 429, headers: { "retry-after": "3600" } },
    ]);
    expect([said, bodies.length]).toEqual([problem(name, "429"), 1]);
    expect(tookMs).toBeLessThan(5500);
  });

  test("that answers 500 once is asked again only where that cannot tell anything twice", async () => {
    const { calls, repeats, good } = of(name);
    const { said, bodies } = await tellOnce(name, [{ status: 500 }, good]);
    expect([said, bodies.length]).toEqual(repeats ? [[], calls + 1] : [problem(name, "500"), 1]);
  });

  test("that answers 503 did nothing, and is asked again", async () => {
    const { said, bodies } = await tellOnce(name, [{ status: 503 }, of(name).good]);
    expect([said, bodies.length]).toEqual([[], of(name).calls + 1]);
  });

  test("that leads elsewhere is not followed, and said", async () => {
    const moved = { status: 302, headers: { location: "http://127.0.0.1:1/" } };
    const { said, bodies } = await tellOnce(name, [moved]);
    expect([said, bodies.length]).toEqual([problem(name, "302"), 1]);
  });

  test("that cuts the connection is said, once", async () => {
    const { said } = await tellOnce(name, ["cut"]);
    expect(said).toEqual(problem(name, ""));
  });

  test("that is silent is given up at the end of the command", async () => {
    const { said, tookMs } = await tellOnce(name, ["silent"], 300);
    expect(said).toEqual(problem(name, "interrupted before the answer"));
    expect(tookMs).toBeLessThan(3000);
  });

  test("that says 200 with an error of Slack's form", async () => {
    const { said, bodies } = await tellOnce(name, [
      { status: 200, body: { ok: false, error: "channel_not_found" } },
    ]);
    // Only Slack's 200 may mean no.
    expect(said).toEqual(name === "slack" ? problem(name, "channel_not_found") : []);
    expect(bodies).toHaveLength(1);
  });

  test("that took it for later and never shows it is told, and not asked again", async () => {
    const { good, calls } = of(name);
    const { said, bodies } = await tellOnce(name, [{ ...good, status: name === "slack" ? 200 : 202 }]);
    expect([said, bodies.length]).toEqual([[], calls]);
  });
});

test("a sink that is down keeps no transition from its ledger: each of many is there", async () => {
  let ledger = ledgerOf({ weight: 5 });
  const tell = openMessages({
    settings: {
      ...toSettings(configWith(), parseStackName("prod")),
      notify: (kinds["webhook"] as Kind).settings("http://127.0.0.1:1"),
    },
    now: () => 7,
    say: () => undefined,
    save: async () => await Promise.reject(new Error("no ledger")),
  });
  for (let n = 0; n < 100; n++) {
    const { event, ledger: after } = held(ledger, { reason: `reason ${n}`, nowSeconds: 7 });
    ledger = after;
    tell?.(event, after);
  }
  expect(ledger.note).toBe("reason 99");
  await flushMessages(300);
});
