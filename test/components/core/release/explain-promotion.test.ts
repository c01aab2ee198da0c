import { explainPromotion } from "../../../../components/core/release/explain-promotion";
import {
  defaultParameters,
  judge,
  startRelease,
  startStage,
} from "../../../../components/core/verdict/index";
import type { Verdict } from "../../../../components/core/verdict/index";

const state = startStage(startRelease(defaultParameters({})), {
  weight: 50,
  nextWeight: 100,
  minimumHoldSeconds: 60,
  deadlineSeconds: 600,
  startedAtSeconds: 1000,
});
const open = judge(state);
const counted = {
  ...open.evidence,
  stage: {
    weight: 50,
    canary: { requests: 100, errors: 9 },
    stable: { requests: 101, errors: 1 },
  },
};
const counts = "9 of 100 requests failed on stable, 1 of 101 on the canary";
const verdict = (change: object, evidence: object = counted): Verdict =>
  ({ ...open, evidence, ...change }) as Verdict;
const errors = open.evidence.metrics;

test.each<[string, Verdict, string | undefined, string]>([
  ["on the way", verdict({}), undefined, `watched for 0 of 60 s: ${counts}`],
  ["without data", verdict({}), "HTTP 503", `watched for 0 of 60 s: ${counts}; HTTP 503`],
  ["settled", verdict({ kind: "pass" }), undefined, `stable is not worse: ${counts}`],
  [
    "worse",
    verdict({ kind: "fail", basis: "relative" }),
    undefined,
    `stable is worse than the canary: ${counts}`,
  ],
  [
    "worse alone",
    verdict({ kind: "fail", basis: "absolute" }),
    undefined,
    `stable misses its objective: ${counts}`,
  ],
  [
    "slower",
    verdict(
      { kind: "fail", basis: "relative" },
      { ...counted, metrics: [...errors, { ...errors[0], name: "slow:0.5", lnE: 9 }] },
    ),
    undefined,
    `stable is worse than the canary: ${counts}; proven by slow:0.5`,
  ],
  [
    "before the first look",
    verdict({}, { ...open.evidence, stage: undefined }),
    undefined,
    "watched for 0 of 60 s: 0 of 0 requests failed on stable, 0 of 0 on the canary",
  ],
  [
    "without any metric",
    verdict({ kind: "fail", basis: "relative" }, { ...counted, metrics: [] }),
    undefined,
    `stable is worse than the canary: ${counts}`,
  ],
])("explainPromotion() %s", (_name, given, problem, sentence) => {
  expect(explainPromotion(given, problem)).toBe(sentence);
});
