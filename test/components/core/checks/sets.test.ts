import { judgeAnswer } from "../../../../components/core/checks/judge-answer";
import { checkKinds } from "../../../../components/core/checks/kinds";
import { checkSetNames, checkSets } from "../../../../components/core/checks/sets";
import type { CheckSet, SetInputs } from "../../../../components/core/checks/sets";
import type { CheckRequest } from "../../../../components/core/checks/spec";

const place = { app: "shop", namespace: "prod", probePath: "/x", scheme: "https" };

const requestsOf = (set: CheckSet, inputs: SetInputs = {}, scheme = "https"): readonly CheckRequest[] => {
  const question = set.ask(inputs, { ...place, scheme });
  return question.kind === "requests" ? question.requests : [];
};

const answer = { status: 200, headers: {}, body: "", tookMs: 1, verified: true };

test("every kind and every set says what it is", () => {
  expect(Object.keys(checkKinds)).toEqual([
    "requests",
    "webhook",
    "promql",
    "object",
    "policy",
    "job",
    "burst",
    "health",
    "logs",
    "statement",
  ]);
  expect(checkSetNames).toEqual([
    "headers",
    "errors",
    "tls",
    "auth-negative",
    "jwks",
    "rate-limit",
    "logs",
    "grpc-health",
    "falco",
    "kyverno",
    "synthetics",
  ]);
});

test("sets headers and tls ask the probe's path", () => {
  const always = { "x-content-type-options": "^nosniff$" };
  expect(requestsOf(checkSets.headers, {}, "http")[0]?.expect.headers).toEqual(always);
  expect(requestsOf(checkSets.headers)[0]?.expect.headers).toHaveProperty("strict-transport-security");
  expect(requestsOf(checkSets.tls)).toMatchObject([{ url: "/x", expect: { tls: true } }]);
});

test.each([
  ["a trace of Node", "Error: x\n    at Object.run (/app/index.js:12:7)", "fails"],
  ["a trace of Python", "Traceback (most recent call last):", "fails"],
  ["a trace of Go", "goroutine 1 [running]:", "fails"],
  ["a trace of Java", 'Exception in thread "main" java.lang.X', "fails"],
  ["a plain page", "Not found. Look at /help (page 12:30)", "passes"],
])("set errors: %s %s", (_, body, result) => {
  const [request] = requestsOf(checkSets.errors);
  expect(judgeAnswer(request as CheckRequest, { ...answer, status: 404, body }).result).toBe(result);
});

test("set errors demands the request's id where a header is named", () => {
  const [request] = requestsOf(checkSets.errors, { correlation: "X-Request-Id" }) as [CheckRequest];
  const id = request.headers?.["X-Request-Id"] as string;
  const judge = (headers: Readonly<Record<string, string>>) =>
    judgeAnswer(request, { ...answer, status: 404, headers }).result;
  expect(judge({ "x-request-id": id })).toBe("passes");
  expect(judge({ "x-request-id": "another" })).toBe("fails");
  expect(judge({})).toBe("fails");
});

test("set auth-negative sends no token, none that is signed, one of another key and one that has expired", () => {
  const requests = requestsOf(checkSets["auth-negative"], { path: "/me", expiredFrom: "OLD" });
  const algorithms = requests.map(({ headers }) => {
    const [head] = (headers?.["authorization"] ?? "").replace("Bearer ", "").split(".") as [string];
    return head === "" ? undefined : JSON.parse(Buffer.from(head, "base64url").toString()).alg;
  });
  expect(algorithms).toEqual([undefined, "none", "RS256", undefined]);
  expect(requests[3]?.headersFrom).toEqual({ authorization: "OLD" });
  expect(requests.every(({ url, expect: { status } }) => url === "/me" && status.join() === "401")).toBe(
    true,
  );
  const [other] = requestsOf(checkSets["auth-negative"], { path: "/", expiredFrom: "O", status: 403 });
  expect(other?.expect.status).toEqual([403]);
});

test.each([
  ["the active key", '{"keys":[{"kid":"a"},{"kid":"b"}]}', "max-age=600", "passes"],
  ["another key", '{"keys":[{"kid":"a"}]}', "max-age=600", "fails"],
  ["keys that are kept too long", '{"keys":[{"kid":"b"}]}', "max-age=601", "fails"],
])("set jwks: %s", (_, body, control, result) => {
  const [request] = requestsOf(checkSets.jwks, { url: "/jwks", kid: "b", maxAge: 600 }) as [CheckRequest];
  expect(judgeAnswer(request, { ...answer, body, headers: { "cache-control": control } }).result).toBe(
    result,
  );
});

test("sets that need inputs leave them empty where nothing is given: the schema refuses them before", () => {
  for (const set of Object.values(checkSets) as readonly CheckSet[])
    expect(set.ask({}, place)).toHaveProperty("kind");
});

test("set rate-limit asks after the release only, since probes share its address", () => {
  expect(checkSets["rate-limit"].uses).toEqual(["promoted", "aborted"]);
  expect(checkSets["rate-limit"].ask({ url: "/" })).toEqual({ kind: "burst", url: "/", requests: 200 });
  expect(checkSets["rate-limit"].ask({ url: "/", requests: 9 })).toMatchObject({ requests: 9 });
});

test("sets logs, kyverno, falco and synthetics ask the app's own", () => {
  expect(checkSets.logs.ask({ trace: "X-Id" }, place)).toEqual({ kind: "logs", trace: "X-Id", path: "/x" });
  expect(checkSets.logs.ask({ trace: "X-Id", path: "/a" }, place)).toMatchObject({ path: "/a" });
  expect(checkSets["grpc-health"].ask({ service: "a.B" })).toEqual({ kind: "health", service: "a.B" });
  expect(checkSets.kyverno.ask({ policies: ["p"] })).toEqual({ kind: "policy", policies: ["p"] });
  const events =
    'falcosecurity_falcosidekick_falco_events_total{k8s_ns_name="prod",k8s_pod_name=~"shop-(stable|canary)-[a-z0-9]+(-[a-z0-9]{5})?|shop-(migrate|check)-.+",priority_raw=~"emergency|alert|critical|error|warning"}';
  expect(checkSets.falco.ask({ within: 60 }, place)).toEqual({
    kind: "promql",
    query: `sum((${events} unless ${events} offset 60s) or increase(${events}[60s])) or 0 * sum(falcosecurity_falcosidekick_inputs_total)`,
    max: 0,
  });
  expect(checkSets.falco.ask({}, place)).toMatchObject({ query: expect.stringContaining("[900s]") });
  expect(checkSets.synthetics.ask({ instance: "https://shop.*" })).toEqual({
    kind: "promql",
    query: 'probe_success{instance=~"https://shop.*"}',
    min: 1,
  });
});
