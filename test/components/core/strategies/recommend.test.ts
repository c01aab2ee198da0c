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
  strategies: [{ name: "canary", fits: true, why: "weights" }],
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
  const thinner = recommend({ ...facts, requestsPerSecond: 0.6 });
  expect(thinner.thin.at(-1)).toMatch(
    /^in these soaks alone an error ratio below 10 % can be proven \(sluice:analysis\.profile: low-traffic\): a weaker statement, which every pass then prints$/,
  );
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
  expect(text).toContain("  ✓ canary: weights");
});

const open = [...facts.strategies, { name: "blue-green", fits: true, why: "one move" } as const];

test("blue-green is compared where it is allowed, and fits only where no plan by weights ends", () => {
  const found = recommend({ ...facts, risk: "low", strategies: open });
  expect(found.plans.at(-1)).toMatchObject({ name: "blue-green", seconds: 2100 });
  expect(found.plans.at(-1)?.podHours).toBeCloseTo((4 * 2100) / 3600, 5);
  expect(found.plans.at(-1)?.faults.total.badRequests).toBeGreaterThan(
    found.plans[0]?.faults.total.badRequests ?? 0,
  );
  expect(found.fits).not.toBe("blue-green");
  const thin = { ...facts, requestsPerSecond: 0.003, strategies: open };
  const only = recommend(thin);
  expect(only.fits).toBe("blue-green");
  expect(explainRecommendation(thin, only)).toMatch(
    /sluice:strategy: blue-green\nsluice:stages: \[\{ weight: 100, soak: 30m \}\]/,
  );
});

test("blue-green as configured is not compared twice, and its checks are part of its time", () => {
  const own = [{ weight: 100, soakSeconds: 600 }];
  const found = recommend({ ...facts, strategies: open, configured: own, checksForSeconds: 60 });
  expect(found.plans.map(({ name }) => name)).toEqual(["configured", "fine", "usual", "quick"]);
  expect(found.plans[0]).toMatchObject({ seconds: 660 });
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
