import type { MetricRule } from "../../../../components/core/evidence/metric-rule";
import { explainTrial, listTrials } from "../../../../components/core/trial/explain-trials";
import { judgeTrial } from "../../../../components/core/trial/judge-trial";
import { mergeFindings, noteTrials } from "../../../../components/core/trial/note-trials";
import { groupTrials, mostTrialFindings, rulesWith } from "../../../../components/core/trial/trial";
import type { TrialFinding } from "../../../../components/core/trial/trial";
import type { Verdict } from "../../../../components/core/verdict/index";
import { defaultParameters, judge, startRelease } from "../../../../components/core/verdict/index";
import { attemptOf, ledgerOf } from "../../../support/gate";

const latency = (name: string): MetricRule => ({
  kind: "latency",
  name,
  boundsSeconds: [0.25],
  toleratedRatio: 1.2,
});
const event = (name: string): MetricRule => ({ kind: "events", name, toleratedRatio: 2, codes: [429] });
const gauge: MetricRule = { kind: "gauge", name: "cpu", query: "cpu", limit: 0.8, direction: "atMost" };
const names = (rules: readonly MetricRule[]) => rules.map(({ name }) => name);

test("trials are read together with what decides; a latency on trial is read instead of the one that decides", () => {
  const deciding = [latency("slow"), event("limited")];
  const groups = groupTrials(deciding, [gauge, event("refused"), latency("slower")]);
  expect(groups.map(({ rules, trials }) => [names(rules), names(trials)])).toEqual([
    [
      ["slow", "limited", "cpu", "refused"],
      ["cpu", "refused"],
    ],
    [["limited", "slower"], ["slower"]],
  ]);
  const [first] = groups;
  expect(names(rulesWith(first!, gauge))).toEqual(["slow", "limited", "cpu"]);
  expect(groupTrials(deciding, [])).toEqual([]);
  // It decides already in the attempt under way, which began with it.
  expect(groupTrials([event("refused")], [event("refused")])).toEqual([]);
});

const { evidence } = judge(startRelease(defaultParameters()));
const fails: Verdict = { kind: "fail", basis: "relative", evidence };
const passes: Verdict = { kind: "pass", basis: "errorBound", evidence };
const isOver = (name: string): Verdict => ({
  kind: "inconclusive",
  reason: "overLimit",
  final: false,
  evidence: { ...evidence, gauge: { name, limit: 0.8, worst: { value: 0.93, track: "canary" } } },
});

test.each([
  ["it fails what passes without it", { without: passes, with: fails }, "would-abort"],
  ["both fail", { without: fails, with: fails }, "quiet"],
  ["its value is beyond its limit", { without: passes, with: isOver("cpu") }, "would-hold"],
  ["another value is beyond its limit", { without: isOver("memory"), with: isOver("memory") }, "quiet"],
  ["it cannot be read", { without: passes, with: passes, unread: "no series" }, "unread"],
  ["it fails, and cannot be read now", { without: passes, with: fails, unread: "no series" }, "would-abort"],
  ["nothing comes of it", { without: passes, with: passes }, "quiet"],
])("judgeTrial() where %s", (_, verdicts, result) => {
  expect(judgeTrial(gauge, "5", verdicts, 1000)).toEqual({
    name: "cpu",
    stage: "5",
    result,
    atSeconds: 1000,
    sentence: expect.any(String) as string,
  });
});

test("a value beyond its limit is said alone: the counts of requests have nothing to do with it", () => {
  const verdicts = { without: passes, with: isOver("cpu") };
  expect(judgeTrial(gauge, "5", verdicts, 1000).sentence).toBe("cpu of canary is 0.93, limit 0.8");
});

const finding = (changes: Partial<TrialFinding> = {}): TrialFinding => ({
  name: "cpu",
  stage: "5",
  result: "quiet",
  atSeconds: 43_440,
  sentence: "too hot",
  ...changes,
});

test("the gravest finding of each trial and stage stays, as it was first seen", () => {
  const quiet = finding();
  const hold = finding({ result: "would-hold", atSeconds: 2 });
  const other = finding({ stage: "20" });
  expect(mergeFindings([quiet], [hold, other])).toEqual([hold, other]);
  expect(mergeFindings([hold], [quiet, finding({ result: "would-hold", atSeconds: 9 })])).toEqual([hold]);
  const many = Array.from({ length: mostTrialFindings + 1 }, (_, nth) => finding({ stage: `${nth}` }));
  expect(mergeFindings([], many)).toEqual(many.slice(1));
});

test("noteTrials() changes nothing of the ledger but the findings, and of the attempt under way alone", () => {
  const ledger = ledgerOf({ attempt: attemptOf() });
  const number = ledger.attempt!.number;
  const noted = noteTrials(ledger, number, [finding({ result: "would-abort" })]);
  expect(noted).toEqual({
    ...ledger,
    attempt: { ...ledger.attempt, trials: [finding({ result: "would-abort" })] },
  });
  expect(noteTrials(noted!, number, [finding()])).toBeUndefined();
  expect(noteTrials(noted!, number, [finding({ stage: "20" })])?.attempt?.trials).toHaveLength(2);
  expect(noteTrials(ledger, number + 1, [finding()])).toBeUndefined();
});

test("findings are told with their time, what would have changed something first", () => {
  expect(explainTrial(finding({ result: "would-abort" }))).toBe(
    "cpu would have aborted at 12:04 UTC (stage 5): too hot",
  );
  expect(listTrials([finding(), finding({ result: "unread" })])).toEqual([
    "cpu could not be read at 12:04 UTC (stage 5): too hot",
    "cpu would have changed nothing (stage 5)",
  ]);
});
