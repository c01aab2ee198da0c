import { signBody, toCloudEvent } from "../../../../components/core/notify/cloud-event";
import type { Message } from "../../../../components/core/notify/message";
import { listSinks } from "../../../../components/core/notify/sinks";
import { listContacts, listLinks, renderLines } from "../../../../components/core/notify/text";
import { released } from "../../../support/gate";
import { messageOf } from "../../../support/message";

const settings = {
  slack: { channel: "C1", tokenFrom: "S", api: "https://slack" },
  pagerduty: { routingKeyFrom: "P", api: "https://pd" },
  webhook: { url: "https://hook", secretFrom: "W" },
  grafana: { url: "https://graf", tokenFrom: "G" },
  github: { repository: "o/r", tokenFrom: "H", api: "https://gh" },
  gitlab: { project: "g/p", ref: "main", tokenFrom: "L", api: "https://gl" },
};
const all = listSinks(settings);
const sinkOf = (name: string) => {
  const found = all.find((sink) => sink.name === name);
  if (found === undefined) throw new Error(name);
  return found.open("key");
};
const known = { id: "C1 9.1", isNew: false, isLast: true };
const bodies = (name: string, message: Message, state: Partial<typeof known> = {}) =>
  sinkOf(name)
    .tell(message, { ...known, ...state })
    .map(({ method, url, body }) => [method, url, JSON.parse(body)]);

test("listSinks() lists those that are configured, each with the name of its secret", () => {
  expect(listSinks({ output: true })).toEqual([]);
  expect(all.map(({ name, secretKey, secretFrom }) => [name, secretKey, secretFrom])).toEqual([
    ["slack", "tokenFrom", "S"],
    ["pagerduty", "routingKeyFrom", "P"],
    ["webhook", "secretFrom", "W"],
    ["grafana", "tokenFrom", "G"],
    ["github", "tokenFrom", "H"],
    ["gitlab", "tokenFrom", "L"],
  ]);
});

test("renderLines() has measured value, limit, number of requests, command and contacts", () => {
  expect(renderLines(messageOf())).toEqual([
    "warning: app in prod: attempt 3 (release) held at 5 %",
    "Held at 5 %: 12 < 13 & more",
    "measured: at 5 % the canary failed 12 of 100 (12 %), stable 3 of 900 (0.33 %); limit: at most 1 % of requests fail; 100 requests",
    "next: sluice rollout prod",
    "owner: team, on call: anna",
    "dashboard: https://d",
    "runbook: https://r",
  ]);
  expect([listContacts({}), listLinks({})]).toEqual([[], []]);
});

describe("Slack", () => {
  test("one message per attempt, escaped, with the command as code", () => {
    const call = sinkOf("slack").open?.(messageOf());
    expect(call).toMatchObject({
      url: "https://slack/chat.postMessage",
      headers: { authorization: "Bearer key" },
    });
    const { channel, text } = JSON.parse(String(call?.body)) as { channel: string; text: string };
    expect(channel).toBe("C1");
    expect(text).toMatch(/^\*warning: app in prod: .*\*\nHeld at 5 %: 12 &lt; 13 &amp; more\n/);
    expect(text).toContain("next: `sluice rollout prod`");
  });

  test.each([
    ["a hold", messageOf(), {}, ["chat.update", "chat.postMessage"]],
    ["a state", messageOf({ isReply: false }), {}, ["chat.update"]],
    ["a hold that a younger message follows", messageOf(), { isLast: false }, ["chat.postMessage"]],
    ["what was posted just now", messageOf(), { isNew: true }, []],
    ["what was never posted", messageOf(), { id: undefined }, []],
  ])("tells %s", (_, message, state, methods) => {
    const calls = sinkOf("slack").tell(message, { ...known, ...state });
    expect(calls.map(({ url }) => url.split("/").at(-1))).toEqual(methods);
    expect(calls.every(({ body }) => body.includes("9.1"))).toBe(true);
  });

  test.each([
    [200, { ok: true, channel: "C1", ts: "9.1" }, { kind: "told", id: "C1 9.1" }],
    [
      200,
      { ok: false, error: "channel_not_found" },
      { kind: "failed", problem: 'it answered "channel_not_found"', again: false },
    ],
    [
      200,
      { ok: false, error: "ratelimited" },
      { kind: "failed", problem: 'it answered "ratelimited"', again: true },
    ],
    [
      200,
      "a page",
      { kind: "failed", problem: 'it answered "an answer that is none of its own"', again: false },
    ],
    [503, undefined, { kind: "failed", problem: "it answered 503" }],
  ])("reads %s %j", (status, body, result) => {
    expect(sinkOf("slack").read({ status, body })).toEqual(result);
  });
});

describe("PagerDuty", () => {
  test("calls a person for what is critical, with one key per attempt", () => {
    const [[method, url, body] = []] = bodies("pagerduty", messageOf({ kind: "aborted", tone: "critical" }));
    expect([method, url]).toEqual(["POST", "https://pd/v2/enqueue"]);
    expect(body).toMatchObject({
      routing_key: "key",
      event_action: "trigger",
      dedup_key: "sluice/u1/shop/prod/app/3",
      payload: {
        severity: "critical",
        source: "prod/app",
        custom_details: { requests: 100, command: "sluice rollout prod" },
      },
      links: [
        { text: "dashboard", href: "https://d" },
        { text: "runbook", href: "https://r" },
      ],
    });
  });

  test.each([
    ["held", []],
    ["recovered", [["/v2/enqueue", "resolve"]]],
    ["verified", [["/v2/enqueue", "resolve"]]],
    [
      "promoted",
      [
        ["/v2/enqueue", "resolve"],
        ["/v2/change/enqueue", undefined],
      ],
    ],
  ] as const)("of %s", (kind, expected) => {
    const calls = bodies("pagerduty", messageOf({ kind, tone: "good" }));
    expect(calls.map(([, url, body]) => [String(url).replace("https://pd", ""), body.event_action])).toEqual(
      expected,
    );
  });
});

describe("webhook", () => {
  test.each([
    ["promoted", "good", "release", "dev.cdevents.service.upgraded.0.3.0"],
    ["promoted", "good", "first", "dev.cdevents.service.deployed.0.3.0"],
    ["promoted", "good", "rollback", "dev.cdevents.service.rolledback.0.3.0"],
    ["aborted", "critical", "release", "dev.cdevents.incident.detected.0.3.0"],
    ["recovered", "good", "release", "dev.cdevents.incident.resolved.0.3.0"],
    ["stage-passed", "good", "release", "dev.cdeventsx.sluice-stage.passed.0.1.0"],
    ["started", "info", "release", "dev.cdeventsx.sluice-release.started.0.1.0"],
  ] as const)("%s (%s, %s) is %s", (kind, tone, attemptKind, type) => {
    const attempt = { number: 3, kind: attemptKind, image: released };
    const event = toCloudEvent(messageOf({ kind, tone, attempt }));
    expect(event).toMatchObject({
      specversion: "1.0",
      id: "sluice/u1/shop/prod/app/3/Held/7500",
      source: "/sluice/u1/shop/prod/app",
      type,
      data: {
        context: { type, chainId: "sluice/u1/shop/prod/app/3" },
        subject: { content: { artifactId: expect.stringMatching(/^pkg:oci\/app@sha256%3Abbb/) } },
        customData: { requests: 100, limit: "at most 1 % of requests fail" },
      },
    });
  });

  test("signs id, time and body, as the published example does", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const body = '{"test": 2432232314}';
    const signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    expect(signBody(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)).toBe(signature);
    const [call] = sinkOf("webhook").tell(messageOf(), known);
    const {
      headers,
      repeatable,
      body: sent,
    } = call as never as { headers: Record<string, string>; repeatable: boolean; body: string };
    expect(headers).toMatchObject({ "webhook-id": messageOf().id, "webhook-timestamp": "7" });
    expect(headers["webhook-signature"]).toBe(signBody("key", messageOf().id, "7", sent));
    expect(repeatable).toBe(true);
  });

  test.each([
    [202, undefined, { kind: "told" }],
    [201, { id: 42 }, { kind: "told", id: "42" }],
    [201, { id: "a" }, { kind: "told", id: "a" }],
    [302, undefined, { kind: "failed", problem: "it answered 302" }],
    [100, undefined, { kind: "failed", problem: "it answered 100" }],
  ])("reads %s %j", (status, body, result) => {
    expect(sinkOf("webhook").read({ status, body })).toEqual(result);
  });
});

describe("deployments", () => {
  const plain = messageOf({ attempt: { number: 3, kind: "release", image: released } });

  test.each(["github", "gitlab"])("%s: none for an attempt whose commit is not known", (name) => {
    expect(sinkOf(name).open?.(plain)).toBeUndefined();
    expect(sinkOf(name).tell(messageOf({ kind: "promoted" }), { ...known, id: undefined })).toEqual([]);
  });

  test("GitHub merges nothing and waits for no check", () => {
    const call = sinkOf("github").open?.(messageOf());
    expect(call?.url).toBe("https://gh/repos/o/r/deployments");
    expect(JSON.parse(String(call?.body))).toMatchObject({
      ref: "c0ffee",
      environment: "prod",
      auto_merge: false,
      required_contexts: [],
    });
  });

  test.each([
    ["started", "queued"],
    ["held", "in_progress"],
    ["promoted", "success"],
    ["aborted", "failure"],
    ["ended", "inactive"],
  ] as const)("GitHub: %s is %s", (kind, state) => {
    expect(bodies("github", messageOf({ kind }), { id: "42" })).toEqual([
      [
        "POST",
        "https://gh/repos/o/r/deployments/42/statuses",
        { state, description: "Held at 5 %: 12 < 13 & more" },
      ],
    ]);
  });

  test("GitLab: running until it is promoted or ended", () => {
    const call = sinkOf("gitlab").open?.(messageOf());
    expect([call?.url, call?.headers["private-token"]]).toEqual([
      "https://gl/projects/g%2Fp/deployments",
      "key",
    ]);
    expect(JSON.parse(String(call?.body))).toEqual({
      environment: "prod",
      sha: "c0ffee",
      ref: "main",
      tag: false,
      status: "running",
    });
    expect(bodies("gitlab", messageOf({ kind: "held" }), { id: "42" })).toEqual([]);
    expect(bodies("gitlab", messageOf({ kind: "ended" }), { id: "42" })).toEqual([
      ["PUT", "https://gl/projects/g%2Fp/deployments/42", { status: "canceled" }],
    ]);
  });
});
