import { judgeFlagGate } from "../../../../components/core/flags/judge-flag-gate";
import type { FlagGateFacts } from "../../../../components/core/flags/judge-flag-gate";
import { liveOf, specOf } from "../../../support/flags";

const fine: FlagGateFacts = {
  environment: "prod",
  spec: specOf(),
  live: liveOf({ epoch: 3 }),
  isOwnFile: true,
  phase: "promoted",
  answers: [{ pod: "flagd-a", epoch: 3, variant: "off" }],
  metrics: [],
  today: "2026-11-30",
};

test.each([
  {},
  { phase: "aborted" },
  { verdict: { kind: "pass", basis: "errorBound", sentence: "" } },
  { verdict: { kind: "inconclusive", basis: "noData", sentence: "" } },
] as const)("nothing speaks against a flag with %j", (change) => {
  expect(judgeFlagGate({ ...fine, ...change })).toEqual([]);
});

test.each<[string, Partial<FlagGateFacts>, string]>([
  ["no release", { phase: undefined }, "got no release"],
  ["a release under way", { phase: "held" }, "got a release that is held"],
  ["another definition", { spec: specOf({ owner: "shop" }) }, "got another definition"],
  ["another writer's file", { isOwnFile: false }, "got another writer's"],
  ["a last day that is over", { today: "2027-03-02" }, "got 2027-03-01"],
  ["nobody who serves it", { answers: undefined }, "sluice:flags.flagd must say"],
  ["no pod", { answers: [] }, "got no pod"],
  ["a pod with an older write", { answers: [{ pod: "b", epoch: 2 }] }, "got b: write 2"],
  ["a pod without a write", { answers: [{ pod: "b" }] }, "got b: write unknown"],
  ["a pod that is away", { answers: [{ pod: "b", problem: "no answer" }] }, "got b: no answer"],
  ["counters that are not there", { metrics: ["no fresh counter"] }, "got no fresh counter"],
  [
    "evidence that speaks against it",
    { verdict: { kind: "inconclusive", basis: "amber", sentence: "it may be worse" } },
    "got it may be worse",
  ],
  ["a verdict that failed", { verdict: { kind: "fail", basis: "relative", sentence: "worse" } }, "got worse"],
])("%s keeps a flag from rising", (_, change, text) => {
  const problems = judgeFlagGate({ ...fine, ...change });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.text).toContain(text);
});

test("all that is wrong comes at once", () => {
  expect(judgeFlagGate({ ...fine, phase: undefined, isOwnFile: false, metrics: ["x"] })).toHaveLength(3);
});
