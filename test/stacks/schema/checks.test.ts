import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith, imageOf } from "../../support/environment";

const cron = "apiVersion: batch/v1, kind: CronJob, name: nightly, path: status.lastSuccessfulTime";

const checksOf = (checks: string) => toSettings(configWith({ checks }), parseStackName("prod")).checks;

test("sluice:checks are settings with their defaults", () => {
  const text = `[
    { name: login, stable: fails, requests: [{ url: /login, expect: { within: 300ms, json: { a.b: 1 } } }, { url: /out }] },
    { name: slow, at: [gate], timeout: 2s, requests: [{ url: "https://x/y", expect: { within: 2s } }] },
    { name: set, set: tls },
    { name: hook, webhook: { url: "https://x" } },
    { name: queue, promql: { query: up, min: 1 } },
    { name: read, statement: { text: read, owner: team, signedBy: anna, expires: "2027-03-01T00:00:00Z" } }]`;
  const [login, slow, set, hook, queue, read] = checksOf(text) ?? [];
  expect(login).toEqual({
    name: "login",
    uses: ["gate", "promoted", "aborted"],
    timeoutMs: 5000,
    question: {
      kind: "requests",
      stable: "fails",
      requests: [
        {
          url: "/login",
          method: "GET",
          expect: { status: [200], json: { "a.b": 1 }, withinMs: 300, tls: false },
        },
        { url: "/out", method: "GET", expect: { status: [200], tls: false } },
      ],
    },
  });
  expect(slow).toMatchObject({
    uses: ["gate"],
    timeoutMs: 2000,
    question: { requests: [{ expect: { withinMs: 2000 } }] },
  });
  expect(set).toMatchObject({
    question: { kind: "requests", requests: [{ url: "/", expect: { tls: true } }] },
  });
  expect(hook?.question).toEqual({ kind: "webhook", url: "https://x" });
  expect(queue?.question).toEqual({ kind: "promql", query: "up", min: 1 });
  expect(read?.question).toMatchObject({
    kind: "statement",
    signedBy: "anna",
    expiresSeconds: 1_803_859_200,
  });
});

test("sluice:checks about the cluster are settings", () => {
  const [backup, ready, bound, scans, smoke, bare] =
    checksOf(`[
    { name: backup, object: { ${cron}, newerThan: 26h } },
    { name: ready, object: { apiVersion: v1, kind: Secret, name: tls, namespace: edge, path: metadata.x, lasts: 14d } },
    { name: bound, object: { apiVersion: v1, kind: ConfigMap, name: c, path: data.open, is: "yes" } },
    { name: scans, policy: { policies: [root] } },
    { name: smoke, at: [gate], job: { image: "${imageOf("c")}", command: [/smoke], deadline: 2m } },
    { name: bare, job: { image: "${imageOf("c")}" } }]`) ?? [];
  const nightly = {
    of: "CronJob",
    apiVersion: "batch/v1",
    name: "nightly",
    path: "status.lastSuccessfulTime",
  };
  expect(backup?.question).toEqual({ kind: "object", ...nightly, newerThanSeconds: 93_600 });
  expect(ready?.question).toMatchObject({ namespace: "edge", lastsSeconds: 1_209_600 });
  expect(bound?.question).toMatchObject({ is: "yes" });
  expect(scans?.question).toEqual({ kind: "policy", policies: ["root"] });
  const image = imageOf("c");
  expect(smoke).toMatchObject({
    uses: ["gate"],
    question: { kind: "job", image, command: ["/smoke"], env: {}, deadlineSeconds: 120 },
  });
  expect(bare?.question).toEqual({ kind: "job", image, env: {}, deadlineSeconds: 300 });
});

test("ready sets get their inputs and the app's place", () => {
  const [keys, burst, falco, repair] =
    checksOf(`[
    { name: keys, set: jwks, with: { url: /jwks, kid: k, maxAge: 10m } },
    { name: burst, set: rate-limit, with: { url: /login } },
    { name: falco, set: falco, with: { within: 5m } },
    { name: repair, stable: fails, set: errors }]`) ?? [];
  expect(keys).toMatchObject({
    uses: ["gate", "promoted", "aborted"],
    question: { requests: [{ url: "/jwks", expect: { maxAgeSeconds: 600, json: { "keys[*].kid": "k" } } }] },
  });
  expect(burst).toMatchObject({ uses: ["promoted", "aborted"], question: { kind: "burst", requests: 200 } });
  expect(falco?.question).toMatchObject({
    query: expect.stringContaining(`k8s_pod_name=~"scholarlink-(stable|canary)-`),
  });
  expect(repair?.question).toMatchObject({ kind: "requests", stable: "fails" });
});

test("a date is read as Pulumi writes it back", () => {
  const expires = "2027-03-01 00:00:00 +0000 UTC";
  const [read] = checksOf(`[{ name: read, statement: { text: t, owner: o, expires: "${expires}" } }]`) ?? [];
  expect(read?.question).toMatchObject({ expiresSeconds: 1_803_859_200 });
});

test("without sluice:checks there are none", () => {
  expect(toSettings(configWith(), parseStackName("prod"))).not.toHaveProperty("checks");
});

const request = "requests: [{ url: / }]";
test.each([
  [
    "two kinds",
    `[{ name: a, ${request}, set: tls }]`,
    "have exactly one of requests, set, webhook, promql, object, policy, job, statement",
  ],
  ["no kind", "[{ name: a }]", "have exactly one of"],
  ["a name twice", `[{ name: a, ${request} }, { name: a, set: tls }]`, "checks[1].name must be unique"],
  [
    "paths and addresses",
    "[{ name: a, requests: [{ url: / }, { url: 'https://x' }] }]",
    "have paths only, or whole addresses only",
  ],
  ["many requests", `[{ name: a, requests: [${"{ url: / },".repeat(6)}] }]`, "be at most 5 requests"],
  [
    "stable of an address",
    "[{ name: a, stable: fails, requests: [{ url: 'https://x' }] }]",
    "stable must be left out",
  ],
  [
    "stable of a query",
    "[{ name: a, stable: fails, promql: { query: up, max: 1 } }]",
    "stable must be left out",
  ],
  ["a query without limit", "[{ name: a, promql: { query: up } }]", "promql must have max, min or both"],
  [
    "a pattern that is none",
    "[{ name: a, requests: [{ url: /, expect: { lacks: '(' } }] }]",
    "lacks must be a regular expression",
  ],
  [
    "a date that is none",
    "[{ name: a, statement: { text: t, owner: o, expires: '2027-13-01T00:00Z' } }]",
    "expires must be a time that exists",
  ],
  [
    "a set without its inputs",
    "[{ name: a, set: auth-negative }]",
    "with must have path, expiredFrom for set auth-negative",
  ],
  [
    "an input of another set",
    "[{ name: a, set: jwks, with: { url: /j, kid: k, maxAge: 5m, trace: X-Id } }]",
    "with must be without trace, which set jwks does not take",
  ],
  ["inputs without set", `[{ name: a, with: { path: / }, ${request} }]`, "with must be left out without set"],
  [
    "a burst before traffic",
    "[{ name: a, at: [gate, promoted], set: rate-limit, with: { url: / } }]",
    "at must be promoted or aborted for set rate-limit",
  ],
  [
    "stable of a set that sends no request",
    "[{ name: a, stable: fails, set: kyverno }]",
    "stable must be left out",
  ],
  [
    "a value without expectation",
    `[{ name: a, object: { ${cron} } }]`,
    "have exactly one of is, newerThan, lasts",
  ],
  [
    "a value with two expectations",
    `[{ name: a, object: { ${cron}, is: x, lasts: 1h } }]`,
    "have exactly one of is, newerThan, lasts",
  ],
  [
    "a kind in lower case",
    "[{ name: a, object: { apiVersion: v1, kind: secret, name: x, path: a, is: 1 } }]",
    "be a kind such as CronJob",
  ],
  ["an image by tag", "[{ name: a, job: { image: 'busybox:1' } }]", "end in a digest"],
  ["an item that there is not", "[{ name: a, item: snapshott, set: tls }]", "item must be an item of docs"],
  ["an item after the release", "[{ name: a, item: told, set: tls }]", "that is asked before a release"],
  [
    "an item and a trial",
    "[{ name: a, item: tls, trial: true, set: tls }]",
    "item must be left out with trial, job, statement or stable",
  ],
  [
    "an item of what no preflight asks",
    "[{ name: a, item: tls, set: rate-limit, with: { url: / } }]",
    "item must be left out of a check that no preflight asks",
  ],
  ["a long time", "[{ name: a, timeout: 1m, set: tls }]", "timeout must be a duration up to 10s"],
])("sluice:checks refuse %s", (_, checks, says) => {
  expect(() => configWith({ checks })).toThrow(says);
});

test("a check on trial is none that decides, and is asked at each stage alone", () => {
  const settingsOf = (checks: string) => toSettings(configWith({ checks }), parseStackName("prod"));
  const both = settingsOf(`[{ name: a, ${request} }, { name: b, ${request}, trial: true }]`);
  expect(both.checks?.map(({ name }) => name)).toEqual(["a"]);
  expect(both.trialChecks).toMatchObject([{ name: "b", uses: ["gate"] }]);
  const alone = settingsOf(`[{ name: b, ${request}, trial: true }]`);
  expect(alone).not.toHaveProperty("checks");
  expect(alone.trialChecks).toHaveLength(1);
});

test.each([
  ["job", 'job: { image: "' + imageOf("a") + '" }', "trial must be left out with job or statement"],
  ["statement", "statement: { text: t, owner: o, expires: '2027-03-01T00:00Z' }", "trial must be left out"],
  ["at", `${request}, at: [gate]`, "at must be left out with trial"],
])("a check on trial with %s is refused", (_, more, rule) => {
  expect(() => configWith({ checks: `[{ name: a, trial: true, ${more} }]` })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(rule) as string }),
  );
});

test("a check may answer an item of the preflight, and be asked by it alone", () => {
  const [keys, backup] =
    checksOf(`[
    { name: keys, item: keys, set: jwks, with: { url: /jwks, kid: k1, maxAge: 5m } },
    { name: backup, item: snapshot, at: [preflight], object: { ${cron}, newerThan: 24h } }]`) ?? [];
  expect(keys).toMatchObject({ item: "keys", uses: ["gate", "promoted", "aborted"] });
  expect(backup).toMatchObject({ item: "snapshot", uses: ["preflight"] });
});
