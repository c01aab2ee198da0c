import { explain, explainFall, judge, observeTick } from "../../../../../components/core/verdict";
import type { StageTerms, VerdictParameters } from "../../../../../components/core/verdict";
import { begin, nextTick, observeAll } from "../support";
import type { Quad } from "../support";

function say(
  quads: Quad[],
  stage: Partial<StageTerms> = {},
  parameters: Partial<VerdictParameters> = {},
): string {
  return explain(judge(observeAll(begin(parameters, stage), quads)));
}

function repeat(times: number, quad: Quad): Quad[] {
  return Array.from({ length: times }, () => quad);
}

test.each([
  {
    name: "a failure",
    said: say(repeat(3, [50, 20, 950, 1])),
    wanted:
      "Fail: the canary is more than 1.5 times as bad as stable: canary 60 errors in 150 requests (40 %), stable 3 errors in 2850 requests (0.11 %), evidence of harm ln E 45.45 of 4.61",
  },
  {
    name: "a broken objective",
    said: say(repeat(5, [100, 20, 0, 0]), { weight: 100, nextWeight: undefined }, { absoluteShare: 0.2 }),
    wanted: "Fail: the canary breaks the objective of at most 1 % errors: canary ",
  },
  {
    name: "an early pass",
    said: say(repeat(12, [1, 0, 9, 0])),
    wanted: "Pass: nothing speaks against the canary: ",
  },
  {
    name: "a pass by bound",
    said: say(repeat(40, [10, 0, 90, 0]), { nextWeight: 50 }),
    wanted: "Pass: the canary's error ratio is below 2 %: canary 0 errors in 400 requests (0 %), ",
  },
  {
    name: "a pass by a bound above twice the objective",
    said: say(repeat(40, [10, 0, 90, 0]), { nextWeight: 50 }, { pBad: 0.1 }),
    wanted:
      "Pass: the canary's error ratio is below 10 %, a weaker statement than 2 %, twice the objective: canary 0 errors",
  },
  {
    name: "the hold that is left",
    said: say(repeat(4, [1, 0, 9, 0])),
    wanted: "Not decided yet: 40 s of the minimum time are left: ",
  },
  {
    name: "the requests that are missing",
    said: say(repeat(4, [1, 0, 9, 0]), { nextWeight: 50 }),
    wanted:
      "Not decided yet: 159 more canary requests are needed to show an error ratio below 2 %, about 14 min at this traffic: ",
  },
  {
    name: "a long wait",
    said: say([[1, 0, 9, 0], ...repeat(99, [0, 0, 9, 0])], { nextWeight: 50, deadlineSeconds: 100 }),
    wanted:
      "Inconclusive after 9 min: 162 more canary requests are needed to show an error ratio below 2 %, about 23 h at",
  },
  {
    name: "an error ratio that cannot pass",
    said: say(repeat(4, [10, 1, 90, 9]), { nextWeight: 50 }, { objectiveErrorRatio: 0.1, pBad: 0.05 }),
    wanted: "Not decided yet: its error ratio is too high to show an error ratio below 5 %",
  },
  {
    name: "a canary without requests",
    said: say(repeat(4, [0, 0, 9, 0])),
    wanted:
      "Not decided yet: the canary has not had a request in this stage: canary 0 errors in 0 requests, stable",
  },
  {
    name: "suspicion",
    said: say([[50, 20, 950, 0]]),
    wanted: "Not decided yet: the canary may be worse (ln E ",
  },
  {
    name: "a common cause",
    said: say(repeat(20, [50, 10, 950, 190])),
    wanted: "Not decided yet: both tracks break their objective",
  },
])("explain() says $name", ({ said, wanted }) => {
  expect(said.slice(0, wanted.length)).toBe(wanted);
});

test("explain() says that data is missing", () => {
  const state = begin();
  expect(explain(judge(observeTick(state, nextTick(state, [0, 0, 0, 0], true))))).toBe(
    "Not decided yet: Prometheus has no fresh samples of a track with weight: canary 0 errors in 0 requests, stable 0 errors in 0 requests, evidence of harm ln E 0.00 of 4.61",
  );
});

test("explain() does not guess how long a canary will take that lost its requests", () => {
  const verdict = judge(observeAll(begin({}, { nextWeight: 50 }), [[1, 0, 9, 0]]));
  const unknown = { ...verdict, evidence: { ...verdict.evidence, predictedSecondsLeft: null } };
  expect(explain(unknown)).toContain("how long is unknown at this traffic");
});

test("explain() says why counts cannot be trusted before it says anything else of data", () => {
  const state = observeAll(begin(), [[50, 0, 950, 1]]);
  const verdict = judge(state, ["latency"], ["a counter fell", "two clusters are mixed"]);
  expect(verdict).toMatchObject({ kind: "inconclusive", reason: "noData" });
  expect(explain(verdict)).toContain("Not decided yet: a counter fell, and two clusters are mixed: canary");
});

test("explainFall() shows a long name in part", () => {
  const text = explainFall({ series: "x".repeat(500), from: 12, to: 9 });
  expect(text).toMatch(/^a counter fell from 12 to 9 and was not restarted.*x…\}$/);
  expect(text.length).toBeLessThan(260);
  expect(explainFall({ series: 'code="200"', from: 1, to: 0 })).toContain('{code="200"}');
});
