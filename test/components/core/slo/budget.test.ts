import {
  describeBudget,
  explainAllowance,
  explainBudget,
  readBudget,
  showRemaining,
} from "../../../../components/core/slo/budget";

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

test("describeBudget() leaves out what its place says", () => {
  expect(describeBudget({ ...slo, kind: "known", remaining: 0.5 })).toBe(
    "availability 99.9 % over 30d: 50 % left",
  );
  const unknown = { ...slo, kind: "unknown", problem: "no answer" } as const;
  expect(describeBudget(unknown)).toBe(explainBudget(unknown));
});

describe("explainAllowance()", () => {
  const latency = { name: "latency", target: 0.99, windowSeconds: 30 * 86_400, withinSeconds: 0.3 } as const;

  test("says how many requests may still miss each objective at today's rate", () => {
    const budgets = [
      { ...slo, kind: "known", remaining: 0.62 },
      { ...latency, kind: "known", remaining: 1 },
    ] as const;
    // 10 requests a second for 30 days are 25,920,000.
    expect(explainAllowance(budgets, 10)).toBe(
      "this release may use 62 % of the error budget of availability 99.9 % over 30d, about 16000 failed requests at today's 10.0 requests/s; and 100 % of the error budget of latency 99 % within 300ms over 30d, about 260000 slow requests at today's 10.0 requests/s",
    );
  });

  test("says less where today's traffic is not known", () => {
    expect(explainAllowance([{ ...slo, kind: "known", remaining: 0.62 }], undefined)).toBe(
      "this release may use 62 % of the error budget of availability 99.9 % over 30d",
    );
  });

  test("leaves nothing of a budget that is used up, and is silent where none was read", () => {
    expect(explainAllowance([{ ...slo, kind: "known", remaining: -0.2 }], 10)).toBe(
      "this release may use nothing of the error budget of availability 99.9 % over 30d: overdrawn by 20 %",
    );
    expect(explainAllowance([{ ...slo, kind: "unknown", problem: "x" }], 10)).toBeUndefined();
    expect(explainAllowance([{ ...slo, kind: "not-asked", why: "x" }], 10)).toBeUndefined();
  });
});
