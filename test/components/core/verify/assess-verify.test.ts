import { assessVerify } from "../../../../components/core/verify/assess-verify";
import type { VerifyFacts } from "../../../../components/core/verify/assess-verify";
import { explainVerify, listFindings } from "../../../../components/core/verify/explain-verify";
import { rangeOf, verifyPointNames } from "../../../../components/core/verify/points";

const factsOf = (changes: Partial<VerifyFacts> = {}): VerifyFacts => ({
  points: [{ point: "5m", count: { requests: 1000, errors: 1 } }],
  before: { requests: 1000, errors: 1 },
  objective: 0.01,
  pods: { ready: 3, wanted: 3, restarts: 0 },
  endedAtSeconds: 36_000,
  ...changes,
});
const pods = "3 of 3 pods of stable are ready, 0 restarts of those that run";

test("assessVerify() finds everything fine", () => {
  const report = assessVerify(factsOf());
  expect(report.state).toBe("fine");
  expect(listFindings(report.findings)).toEqual([
    "fine    errors 5m: 1 of 1000 requests failed (0.1 %), limit 1 %",
    `fine    pods: ${pods}`,
  ]);
  expect(explainVerify(report, false)).toBe("everything is as it should be");
});

test.each<[string, Partial<VerifyFacts>, string, string]>([
  [
    "errors above the objective",
    { points: [{ point: "5m", count: { requests: 100, errors: 2 } }] },
    "wrong",
    "not as it should be: errors 5m: 2 of 100 requests failed (2 %), limit 1 %",
  ],
  [
    "errors as before",
    { points: [{ point: "5m", count: { requests: 100, errors: 5 } }], before: { requests: 100, errors: 2 } },
    "fine",
    "everything is as it should be",
  ],
  [
    "errors as before, of no request",
    { points: [{ point: "5m", count: { requests: 100, errors: 2 } }], before: { requests: 0, errors: 0 } },
    "wrong",
    "not as it should be: errors 5m: 2 of 100 requests failed (2 %), limit 1 %",
  ],
  ["nobody knows how it was", { before: undefined }, "fine", "everything is as it should be"],
  [
    "no count",
    { points: [{ point: "5m", count: undefined }] },
    "unknown",
    "nobody can tell: errors 5m: Prometheus gives no count",
  ],
  [
    "no request",
    { points: [{ point: "2h", count: { requests: 0, errors: 0 } }] },
    "unknown",
    "nobody can tell: errors 2h: no request was counted",
  ],
  [
    "pods that are not ready",
    { pods: { ready: 2, wanted: 3, restarts: 4 } },
    "wrong",
    "not as it should be: pods: 2 of 3 pods of stable are ready, 4 restarts of those that run",
  ],
  [
    "no stable",
    { pods: undefined, points: [{ point: "5m", count: undefined }] },
    "wrong",
    "not as it should be: pods: stable is missing",
  ],
  [
    "a check",
    { checks: [{ name: "login", isFine: false, text: "got 500" }] },
    "wrong",
    "not as it should be: check login: got 500",
  ],
  [
    "a check that nobody can answer",
    { checks: [{ name: "login", isFine: false, isUnknown: true, text: "got no answer" }] },
    "unknown",
    "nobody can tell: check login: got no answer",
  ],
  [
    "a check that is fine",
    { checks: [{ name: "login", isFine: true, text: "passes" }] },
    "fine",
    "everything is as it should be",
  ],
])("assessVerify(): %s", (_, changes, state, sentence) => {
  const report = assessVerify(factsOf(changes));
  expect(report.state).toBe(state);
  expect(explainVerify(report, false)).toBe(sentence);
});

const window = (untilSeconds: number, errors: number, requests = 100) => ({ untilSeconds, errors, requests });
test.each([
  ["well from the beginning", [window(36_030, 0), window(36_060, 0)], "recovered at 10:00 UTC"],
  [
    "well since the last bad window",
    [window(36_030, 50), window(36_300, 50), window(36_330, 1)],
    "recovered at 10:05 UTC",
  ],
  [
    "windows without requests say nothing",
    [window(36_300, 50), window(36_330, 0), window(36_360, 0, 0)],
    "recovered at 10:05 UTC",
  ],
  [
    "bad to the end",
    [window(36_030, 0), window(36_060, 50)],
    "everything is as it should be; since when is not known",
  ],
  ["nothing was counted", [], "everything is as it should be; since when is not known"],
])("assessVerify() after an abort: %s", (_, windows, sentence) => {
  expect(explainVerify(assessVerify(factsOf({ windows })), true)).toBe(sentence);
});

test("explainVerify() after an abort names the fact that says no, and what nobody can tell", () => {
  const wrong = assessVerify(factsOf({ pods: { ready: 2, wanted: 3, restarts: 0 } }));
  expect(explainVerify(wrong, true)).toMatch(/^not recovered: pods: 2 of 3/);
  const unknown = assessVerify(factsOf({ points: [{ point: "5m", count: undefined }] }));
  expect(explainVerify(unknown, true)).toMatch(/^nobody can tell whether it recovered: errors 5m/);
});

test("rangeOf() is from the end to the point, at most its last hour", () => {
  expect(verifyPointNames).toEqual(["5m", "15m", "2h", "24h"]);
  expect(rangeOf("15m", 1000)).toEqual({ fromSeconds: 1000, untilSeconds: 1900 });
  expect(rangeOf("2h", 1000)).toEqual({ fromSeconds: 4600, untilSeconds: 8200 });
});
