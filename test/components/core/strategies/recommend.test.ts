import { explainRecommendation } from "../../../../components/core/strategies/explain-recommendation";
import { plans } from "../../../../components/core/strategies/plans";
import { recommend, risks } from "../../../../components/core/strategies/recommend";
import type { RecommendFacts } from "../../../../components/core/strategies/recommend";
import { defaultParameters } from "../../../../components/core/verdict/index";

const configured = [
  { weight: 5, soakSeconds: 120 },
  { weight: 20, soakSeconds: 300 },
  { weight: 100, soakSeconds: 600 },
];
const facts: RecommendFacts = {
  risk: "standard",
  configured,
  parameters: defaultParameters(),
  requestsPerSecond: 50,
  stableErrorRatio: 0.001,
  replicas: 4,
};

test("compares the configured plan with the others, each with time, cost and both faults", () => {
  const { plans: weighed } = recommend(facts);
  expect(weighed.map(({ name }) => name)).toEqual(["configured", "fine", "usual", "quick"]);
  const [own] = weighed;
  expect(own).toMatchObject({ seconds: 1020, faults: { total: { end: "found", weight: 5 } } });
  // Two pods from 5 % on, four at 100 %.
  expect(own?.podHours).toBeCloseTo((2 * 420 + 4 * 600) / 3600, 5);
});

test("a plan that is configured already, or begins above what needs no proof, is not listed twice or at all", () => {
  const usual = plans.find(({ name }) => name === "usual")?.stages ?? [];
  expect(recommend({ ...facts, configured: usual }).plans.map(({ name }) => name)).toEqual([
    "configured",
    "fine",
    "quick",
  ]);
  const strict = { ...facts, parameters: defaultParameters({ passAboveWeight: 5 }) };
  expect(recommend(strict).plans.map(({ name }) => name)).toEqual(["configured", "fine", "usual"]);
});

test("the riskier a change, the fewer failed requests; the less risky, the shorter", () => {
  const chosen = risks.map((risk) => {
    const { plans: weighed, fits } = recommend({ ...facts, risk });
    return weighed.find(({ name }) => name === fits)!;
  });
  const [low, standard, high] = chosen.map((plan) => ({
    seconds: plan.seconds,
    bad: plan.faults.total.badRequests + plan.faults.unacceptable.badRequests,
  }));
  expect(low!.seconds).toBeLessThanOrEqual(standard!.seconds);
  expect(standard!.bad).toBeLessThanOrEqual(2 * high!.bad);
  const all = recommend(facts).plans;
  expect(high!.bad).toBe(
    Math.min(
      ...all.map(({ faults: { total, unacceptable } }) => total.badRequests + unacceptable.badRequests),
    ),
  );
  expect(low!.seconds).toBe(Math.min(...all.map(({ seconds }) => seconds)));
});

test("thin traffic: says what the soaks can prove, and no plan is recommended that would not end", () => {
  expect(recommend(facts).thin).toEqual([]);
  const thin = recommend({ ...facts, requestsPerSecond: 1 });
  expect(thin.thin).toEqual([
    expect.stringMatching(
      /^traffic is thin: to prove an error ratio below 2 % the canary needs 163 requests/,
    ),
    expect.stringMatching(/an error ratio below 5 % can be proven .*unacceptableErrorRatio: 0.05/),
  ]);
  const none = recommend({ ...facts, requestsPerSecond: 0.001 });
  expect(none.fits).toBeUndefined();
  expect(none.why).toContain("no plan ends at today's traffic");
  expect(none.thin.at(-1)).toContain("nothing useful can be proven");
});

test("explainRecommendation() shows a table, the choice with its reason, and the stages to copy", () => {
  const found = recommend({ ...facts, risk: "high" });
  const text = explainRecommendation(facts, found);
  expect(text).toContain("today: 50.0 requests/s, 0.1 % of stable's fail, 4 pods carry them");
  expect(text).toMatch(/^→ usual +1, 5, 20, 50, 100 +1h15m +/m);
  expect(text).toContain("usual fits for a change of high risk: the fewest failed requests");
  expect(text).toContain("sluice:stages: [{ weight: 1, soak: 5m }, { weight: 5, soak: 10m }");
  expect(text).toMatch(/off after \w+ at 1 %, \d+/);
  // What is not built is not recommended.
  expect(text).toContain("strategy canary, by weights: the only one that is built");
  expect(text).not.toMatch(/blue-green|mirror|match|rolling/);
});

test("explainRecommendation() of what ends nowhere, or fits as it is, gives nothing to copy", () => {
  const idle = { ...facts, requestsPerSecond: 0.001 };
  const text = explainRecommendation(idle, recommend(idle));
  expect(text).toContain("no end");
  expect(text).toContain("held at");
  expect(text).not.toContain("sluice:stages: [");
  const lone = {
    ...facts,
    risk: "low" as const,
    configured: [
      { weight: 20, soakSeconds: 60 },
      { weight: 100, soakSeconds: 60 },
    ],
  };
  expect(explainRecommendation(lone, recommend(lone))).not.toContain("sluice:stages: [");
});
