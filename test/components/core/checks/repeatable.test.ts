import { isAskedBy, isRepeatable, warmPaths } from "../../../../components/core/checks/repeatable";
import type { CheckRequest, CheckSpec } from "../../../../components/core/checks/spec";

const request = (url: string, more: Partial<CheckRequest> = {}): CheckRequest => ({
  url,
  method: "GET",
  expect: { status: [200] },
  ...more,
});
const spec = (question: CheckSpec["question"], uses: CheckSpec["uses"] = ["gate"]): CheckSpec => ({
  name: "one",
  uses,
  timeoutMs: 1000,
  question,
});
const asked = (...requests: readonly CheckRequest[]) => spec({ kind: "requests", requests });
const credentials = { headersFrom: { authorization: "TOKEN" } };

test.each([
  [asked(request("/")), true],
  [asked(request("/", { method: "HEAD", ...credentials })), true],
  [asked(request("/"), request("/orders", { method: "POST" })), false],
  [asked(request("https://elsewhere.example.org/")), false],
  [spec({ kind: "requests", requests: [request("/")] }, ["promoted"]), false],
  [spec({ kind: "health" }), true],
  [spec({ kind: "webhook", url: "https://x.example.org" }), false],
])("isRepeatable(%j) is %s", (one, expected) => {
  expect(isRepeatable(one)).toBe(expected);
});

test("isAskedBy() sends health calls where calls are split, and requests elsewhere", () => {
  const both = [asked(request("/")), spec({ kind: "health" })];
  expect(both.map((one) => isAskedBy({ isOfCalls: true }, one))).toEqual([false, true]);
  expect(both.map((one) => isAskedBy({}, one))).toEqual([true, false]);
});

test("warmPaths() takes each safe path of a track once, without credentials", () => {
  const specs = [
    asked(request("/a"), request("/b", { method: "HEAD" }), request("/c", { method: "POST" })),
    asked(request("/a"), request("/d", credentials), request("https://elsewhere.example.org/e")),
    spec({ kind: "promql", query: "up", min: 1 }),
  ];
  expect(warmPaths(specs)).toEqual(["/a", "/b"]);
});
