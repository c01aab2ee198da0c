import { explainBudget, readBudget, showRemaining } from "../../../../components/core/slo/budget";

const slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 } as const;

test.each([
  ["the first answer that has one", [[], [0.5]], { kind: "known", remaining: 0.5 }],
  ["the lowest of several series", [[0.5, -0.1, 0.9]], { kind: "known", remaining: -0.1 }],
  ["no answer", [[], []], { kind: "unknown", problem: "no series of it, and no request was counted" }],
  ["no number", [[Number.NaN, 1]], { kind: "unknown", problem: "its series have no number" }],
])("readBudget() takes %s", (_, answers, finding) => {
  expect(readBudget(answers)).toEqual(finding);
});

test("what is left is told in percent, what is overdrawn as such", () => {
  expect([1, 0.62345, 0, -0.2].map(showRemaining)).toEqual([
    "100 % left",
    "62.3 % left",
    "0 % left",
    "overdrawn by 20 %",
  ]);
});

test("explainBudget() is one sentence", () => {
  expect(explainBudget({ ...slo, kind: "known", remaining: 0.5 })).toBe(
    "error budget of availability 99.9 % over 30d: 50 % left",
  );
  expect(explainBudget({ ...slo, kind: "unknown", problem: "no answer" })).toBe(
    "error budget of availability 99.9 % over 30d cannot be read: no answer",
  );
  expect(explainBudget({ ...slo, kind: "not-asked", why: "this is a rollback" })).toBe(
    "availability 99.9 % over 30d is not asked: this is a rollback",
  );
});
