import { judgeAnswer, worstOf } from "../../../../components/core/checks/judge-answer";
import type { CheckAnswer } from "../../../../components/core/checks/judge-answer";
import { judgeJob } from "../../../../components/core/checks/judge-job";
import {
  judgeBurst,
  judgeHook,
  judgeLogs,
  judgeStatement,
  judgeValues,
} from "../../../../components/core/checks/judge-others";
import type { Expectation } from "../../../../components/core/checks/spec";

const answer: CheckAnswer = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: '{"data":{"items":[{"id":7,"open":true}]}}',
  tookMs: 120.4,
  verified: false,
};

test.each<[string, Partial<Expectation>, Partial<CheckAnswer>, string | undefined]>([
  ["nothing but the status", {}, {}, undefined],
  ["another status", { status: [200, 204] }, { status: 503 }, "status 503 instead of 200 or 204"],
  ["a header", { headers: { "Content-Type": "JSON" } }, {}, undefined],
  [
    "another header",
    { headers: { "Content-Type": "^text" } },
    {},
    "a header Content-Type that does not match ^text",
  ],
  ["a header that is missing", { headers: { Age: "." } }, {}, "no header Age"],
  ["a text", { contains: "items" }, {}, undefined],
  ["a text that is missing", { contains: "rows" }, {}, 'a body without "rows"'],
  ["what must not be there", { lacks: "ITEMS" }, {}, "a body that matches ITEMS"],
  ["what is not there", { lacks: "rows" }, {}, undefined],
  ["a value", { json: { "$.data.items[0].id": 7, "data.items[0].open": true } }, {}, undefined],
  ["another value", { json: { "data.items[0].id": "7" } }, {}, "a body whose data.items[0].id is not 7"],
  ["a value of what is no JSON", { json: { a: null } }, { body: "<html>" }, "a body whose a is not null"],
  ["time", { withinMs: 121 }, {}, undefined],
  ["too much time", { withinMs: 100 }, {}, "an answer after 120 ms instead of 100 ms"],
  [
    "a key among others",
    { json: { "keys[*].kid": "b" } },
    { body: '{"keys":[{"kid":"a"},{"kid":"b"}]}' },
    undefined,
  ],
  [
    "a key that is missing",
    { json: { "keys[*].kid": "c" } },
    { body: '{"keys":[{"kid":"a"}]}' },
    "a body whose keys[*].kid is not c",
  ],
  ["an age", { maxAgeSeconds: 60 }, { headers: { "cache-control": "public, Max-Age=60" } }, undefined],
  [
    "an answer that is never kept",
    { maxAgeSeconds: 60 },
    { headers: { "cache-control": "no-store" } },
    undefined,
  ],
  [
    "a long age",
    { maxAgeSeconds: 60 },
    { headers: { "cache-control": "max-age=61" } },
    "max-age=61 instead of at most 60",
  ],
  ["no age", { maxAgeSeconds: 60 }, {}, "no max-age in Cache-Control"],
  ["a certificate", { tls: true }, { verified: true }, undefined],
  ["no certificate", { tls: true }, {}, "no valid certificate"],
])("judgeAnswer() by %s", (_, expect_, seen, problem) => {
  const request = { url: "/a?token=x", method: "GET" as const, expect: { status: [200], ...expect_ } };
  expect(judgeAnswer(request, { ...answer, ...seen })).toEqual(
    problem === undefined
      ? { result: "passes", text: "200 of GET /a" }
      : { result: "fails", text: `${problem} of GET /a` },
  );
});

test("worstOf() takes a failure before what nobody can tell, and that before a pass", () => {
  const [passes, fails, unknown] = (["passes", "fails", "unknown"] as const).map((result) => ({
    result,
    text: result,
  }));
  expect(worstOf([passes, unknown, fails] as never)).toEqual(fails);
  expect(worstOf([unknown, passes] as never)).toEqual(unknown);
  expect(worstOf([passes] as never)).toEqual(passes);
  expect(worstOf([])).toEqual({ result: "unknown", text: "no request" });
});

test.each([
  [{ max: 3 }, [1, 3], "passes", "1 to 3"],
  [{ max: 3 }, [4], "fails", "4 instead of at most 3"],
  [{ min: 2 }, [1, 3], "fails", "1 instead of at least 2"],
  [{ min: 2 }, [2], "passes", "2"],
  [{ max: 3 }, [], "unknown", "no series"],
  [{ max: 3 }, [1, Number.NaN], "unknown", "NaN"],
])("judgeValues(%j, %j) is %s", (limits, values, result, text) => {
  expect(judgeValues({ kind: "promql", query: "q", ...limits }, values)).toEqual({ result, text });
});

test.each([
  [200, undefined, "passes", "status 200"],
  [200, { ok: false, text: "frozen" }, "fails", "a no: frozen"],
  [403, { text: "frozen" }, "fails", "status 403: frozen"],
  [429, {}, "unknown", "status 429"],
  [408, {}, "unknown", "status 408"],
  [503, {}, "unknown", "status 503"],
  [199, {}, "unknown", "status 199"],
  [302, {}, "unknown", "status 302"],
])("judgeHook(%i, %j) is %s", (status, body, result, text) => {
  expect(judgeHook(status, body)).toEqual({ result, text });
});

test("judgeStatement() goes by signature and date", () => {
  const statement = { kind: "statement" as const, text: "read", owner: "team", expiresSeconds: 100 };
  expect(judgeStatement(statement, 7)).toEqual({ result: "fails", text: 'no signature of team for "read"' });
  const signed = { ...statement, signedBy: "anna" };
  expect(judgeStatement(signed, 99)).toEqual({
    result: "passes",
    text: "signed by anna until 1970-01-01T00:01:40.000Z",
  });
  expect(judgeStatement(signed, 100).result).toBe("fails");
});

test.each([
  ["both denied", [200, 429], [429, 429], "passes", "3 requests were denied"],
  ["no limit", [200, 200], [429], "fails", "no denial (429) in 2 requests"],
  [
    "a way around",
    [429],
    [200],
    "fails",
    "no denial (429) in 1 requests with an X-Forwarded-For of their own",
  ],
  ["an app that gives in", [429, 503], [429], "fails", "status 503 instead of denials"],
])("judgeBurst() of %s", (_, plain, forwarded, result, text) => {
  expect(judgeBurst({ plain, forwarded })).toEqual({ result, text });
});

test.each([
  [["GET / trace-1", ""], "passes", "the request is in a log, its secret in none"],
  [["GET / trace-1", "auth secret-1"], "fails", "a log with the secret of a request"],
  [["GET /", ""], "unknown", "no log with the request in 2 containers"],
])("judgeLogs(%j)", (logs, result, text) => {
  expect(judgeLogs(logs, { secret: "secret-1", trace: "trace-1" })).toEqual({ result, text });
});

test.each([
  [{ isDone: true, exitCode: 0, words: "" }, "passes", "exit code 0"],
  [{ isDone: false, exitCode: 3, words: "exit code 3: no stock\nsecond" }, "fails", "exit code 3: no stock"],
  [{ isDone: false, words: "BackoffLimitExceeded" }, "unknown", "no end of its Job: BackoffLimitExceeded"],
  [{ isDone: false, exitCode: 1, words: "x".repeat(200) }, "fails", `${"x".repeat(120)}…`],
])("judgeJob(%j)", (end, result, text) => {
  expect(judgeJob(end)).toEqual({ result, text });
});
