import {
  explainProbes,
  isReached,
  isUnreachable,
  summarizeProbes,
  unprobed,
} from "../../../../components/core/gate/probes";
import type { ProbeAnswer } from "../../../../components/core/gate/probes";

const good: ProbeAnswer = { ok: true, status: 200, track: "canary" };
const failed: ProbeAnswer = { ok: false, status: 500, track: "canary", problem: "HTTP 500" };
const lost: ProbeAnswer = { ok: false, problem: "connect ECONNREFUSED" };
const other: ProbeAnswer = { ok: true, status: 200, track: "stable" };
const unnamed: ProbeAnswer = { ok: true, status: 204 };

const of = (...answers: readonly ProbeAnswer[]) => summarizeProbes(answers, "canary");

test("summarizeProbes() counts, and tells what most of the failures came to", () => {
  expect(of(good, failed, failed, lost)).toEqual({ sent: 4, good: 1, answered: 3, problem: "HTTP 500" });
  expect(of(good, unnamed)).toEqual({ sent: 2, good: 2, answered: 2 });
  expect(of(other)).toEqual({ sent: 1, good: 0, answered: 1, problem: "an answer of stable" });
  expect(of({ ok: false, status: 503 }, { ok: false })).toMatchObject({ problem: "HTTP 503", answered: 1 });
  expect(of({ ok: false })).toMatchObject({ problem: "HTTP nothing" });
  expect(of({ ...lost, isLate: true }, lost)).toMatchObject({ answered: 0, late: 1 });
});

test.each([
  ["one unlucky answer", [good, good, good, good, good, failed], true],
  ["half of them", [good, good, good, failed, failed, failed], true],
  ["most of them", [good, good, failed, failed, failed, failed], false],
  ["answers of the other track", [other, other, other], false],
  ["no probe at all", [], false],
])("isReached() with %s", (_, answers, expected) => {
  expect(isReached(of(...answers))).toBe(expected);
});

test("isReached() refuses two versions with 0.5 % errors each less than once in a million gates", () => {
  const ratio = 0.005;
  const choose = (n: number, k: number): number =>
    Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((product, one) => product * one, 1);
  const refused = [4, 5, 6].reduce((sum, k) => sum + choose(6, k) * ratio ** k * (1 - ratio) ** (6 - k), 0);
  expect(refused).toBeLessThan(1e-6);
});

test("isUnreachable() is said only where nobody answered any of them", () => {
  expect(isUnreachable(of(lost, lost))).toBe(true);
  expect(isUnreachable(of(lost, failed))).toBe(false);
  expect(isUnreachable(unprobed("there is no route"))).toBe(false);
});

test("explainProbes() says what, and for how many", () => {
  expect(explainProbes(of(failed, failed, good))).toBe("HTTP 500 for 2 of 3 requests");
  expect(explainProbes(unprobed("there is no route"))).toBe("there is no route");
  expect(explainProbes({ sent: 1, good: 0, answered: 0 })).toBe("no answer for 1 of 1 requests");
});
