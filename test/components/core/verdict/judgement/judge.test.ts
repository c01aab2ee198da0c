import {
  continueStage,
  judge,
  observeTick,
  startRelease,
  startStage,
} from "../../../../../components/core/verdict";
import { defaultParameters } from "../../../../../components/core/verdict";
import type { EvidenceState, StageTerms, VerdictParameters } from "../../../../../components/core/verdict";
import { begin, nextTick, observeAll, terms } from "../support";
import type { Quad } from "../support";

function repeat(times: number, quad: Quad): Quad[] {
  return Array.from({ length: times }, () => quad);
}

interface Case {
  name: string;
  quads: Quad[];
  stage?: Partial<StageTerms>;
  parameters?: Partial<VerdictParameters>;
  wanted: object;
}

const pass = { kind: "pass", basis: "noEvidenceOfHarm" };
const bounded = { kind: "pass", basis: "errorBound" };
const undecided = (reason: string) => ({ kind: "inconclusive", reason, final: false });
const late = { nextWeight: 50 };
const last = { weight: 100, nextWeight: undefined };

test.each<Case>([
  {
    name: "a quiet canary passes an early stage after the hold",
    quads: repeat(12, [1, 0, 99, 0]),
    wanted: pass,
  },
  {
    name: "nothing passes before the hold",
    quads: repeat(11, [1, 0, 99, 0]),
    wanted: undecided("notEnoughEvidence"),
  },
  { name: "silence does not pass", quads: repeat(20, [0, 0, 99, 0]), wanted: undecided("notEnoughEvidence") },
  {
    name: "above 20 % the pass test is needed",
    quads: repeat(12, [10, 0, 90, 0]),
    stage: late,
    wanted: undecided("notEnoughEvidence"),
  },
  {
    name: "with enough good requests it passes by bound",
    quads: repeat(20, [10, 0, 90, 0]),
    stage: late,
    wanted: bounded,
  },
  {
    name: "the last stage needs it too",
    quads: repeat(12, [10, 0, 0, 0]),
    stage: last,
    wanted: undecided("notEnoughEvidence"),
  },
  { name: "the last stage passes by bound", quads: repeat(20, [10, 0, 0, 0]), stage: last, wanted: bounded },
  {
    name: "suspicion holds the weight",
    quads: [...repeat(11, [5, 0, 95, 0] as Quad), [5, 2, 95, 0]],
    wanted: undecided("amber"),
  },
  { name: "one burst of errors does not fail", quads: [[50, 20, 950, 0]], wanted: undecided("amber") },
  { name: "two bursts do not fail either", quads: repeat(2, [50, 20, 950, 0]), wanted: undecided("amber") },
  {
    name: "three ticks of errors fail",
    quads: repeat(3, [50, 20, 950, 0]),
    wanted: { kind: "fail", basis: "relative" },
  },
  {
    name: "without trim one tick is enough",
    quads: [[50, 20, 950, 0]],
    parameters: { trim: 0 },
    wanted: { kind: "fail", basis: "relative" },
  },
  {
    name: "a broken objective fails at weight 100, where stable carries nothing",
    quads: repeat(5, [100, 20, 0, 0]),
    stage: last,
    parameters: { absoluteShare: 0.2 },
    wanted: { kind: "fail", basis: "absolute" },
  },
  {
    name: "errors that both tracks share do not fail but hold",
    quads: repeat(20, [50, 10, 950, 190]),
    parameters: { absoluteShare: 0.2 },
    wanted: undecided("common-cause"),
  },
  {
    name: "a hard objective that both tracks break is a common cause",
    quads: repeat(20, [50, 10, 950, 190]),
    parameters: { absoluteShare: 0.2, objectiveIsHard: true },
    wanted: undecided("common-cause"),
  },
  {
    name: "a hard objective fails in spite of a common cause where that is wanted",
    quads: repeat(20, [50, 10, 950, 190]),
    parameters: { absoluteShare: 0.2, objectiveIsHard: true, rollbackOnCommonCause: true },
    wanted: { kind: "fail", basis: "absolute" },
  },
  {
    name: "a hard objective fails below 100 where only the canary breaks it",
    quads: repeat(30, [500, 14, 9500, 180]),
    parameters: { absoluteShare: 0.2, objectiveIsHard: true, objectiveErrorRatio: 0.02 },
    wanted: { kind: "fail", basis: "absolute" },
  },
  { name: "a hotfix of a broken stable may go on", quads: repeat(20, [50, 0, 950, 190]), wanted: bounded },
  {
    name: "a rollback waives hold, pass test and common cause",
    quads: repeat(2, [50, 5, 950, 190]),
    stage: { ...late, waive: ["minimumHold", "passTest", "commonCause"] },
    wanted: pass,
  },
  {
    name: "a rollback that saw no data does not pass",
    quads: [],
    stage: { ...last, waive: ["minimumHold", "passTest", "commonCause"] },
    wanted: undecided("noData"),
  },
])("judge(): $name", ({ quads, stage, parameters, wanted }) => {
  expect(judge(observeAll(begin(parameters, stage), quads))).toMatchObject(wanted);
});

test("judge() is undecided before the first stage", () => {
  const verdict = judge(startRelease(defaultParameters()));
  expect(verdict).toMatchObject({ ...undecided("noData"), evidence: { predictedSecondsLeft: null } });
});

test("a release that begins at weight 100 is judged by the absolute test alone", () => {
  const share = (stage: Partial<StageTerms>) =>
    judge(observeAll(begin({ absoluteShare: 0.2 }, stage), [[100, 5, 0, 0]])).evidence.absoluteShare;
  expect([share(last), share(late)]).toEqual([1, 0.2]);
});

test("judge() never passes while the latest tick has no data", () => {
  const good = observeAll(begin(), repeat(12, [1, 0, 99, 0]));
  const blind = observeTick(good, nextTick(good, [0, 0, 0, 0], true));
  expect([judge(good).kind, judge(blind)]).toMatchObject(["pass", undecided("noData")]);
});

test("judge() is final at the deadline, and a continued stage gets a new one", () => {
  const state = observeAll(begin({}, { ...late, deadlineSeconds: 30 }), repeat(6, [1, 0, 99, 0]));
  expect(judge(state)).toMatchObject({ reason: "notEnoughEvidence", final: true });
  const resumed = continueStage(state, 1030);
  expect(judge(resumed)).toMatchObject({ final: false, evidence: { heldSeconds: 30, elapsedSeconds: 0 } });
  expect(() => continueStage(startRelease(defaultParameters()), 1)).toThrow('"startStage" must come first');
});

test("judge() tells what is missing and how long it takes at this traffic", () => {
  const at = (quads: Quad[]) => judge(observeAll(begin({ pBad: 0.01 }, late), quads)).evidence;
  expect(at(repeat(12, [10, 0, 90, 0]))).toMatchObject({ missingRequests: 208, predictedSecondsLeft: 104 });
  expect(at(repeat(4, [10, 0, 90, 0]))).toMatchObject({ missingRequests: 288, predictedSecondsLeft: 144 });
  expect(at(repeat(4, [10, 1, 90, 9]))).toMatchObject({ missingRequests: null, predictedSecondsLeft: null });
  expect(at([])).toMatchObject({ missingRequests: 328, predictedSecondsLeft: null });
  expect(at(repeat(8, [100, 0, 900, 0]))).toMatchObject({ missingRequests: 0, predictedSecondsLeft: 20 });
});

test("startStage() keeps the evidence and restarts the clocks", () => {
  const first = observeAll(begin(), repeat(12, [10, 0, 90, 1]));
  const second = startStage(first, { ...terms, weight: 20, startedAtSeconds: 1060 });
  expect(second).toMatchObject({ lnE: first.lnE, top: first.top, canary: { requests: 120, errors: 0 } });
  expect(judge(second).evidence).toMatchObject({
    heldSeconds: 0,
    stage: { weight: 20, canary: { requests: 0, errors: 0 } },
  });
});

test("ticks before the stage count as evidence but not for its hold", () => {
  const before = { ...observeAll(begin(), [[1, 0, 9, 0]]), series: [[1, 1, 1004, 0]] as const };
  const early = startStage(before, { ...terms, startedAtSeconds: 1012 });
  const state = observeAll(early, repeat(2, [1, 0, 9, 0]));
  expect(state).toMatchObject({
    ticks: 3,
    canary: { requests: 3 },
    stage: { heldSeconds: 3, canary: { requests: 1 } },
  });
});

test("a stage is judged from before its weight has settled, and not held", () => {
  const early = begin({}, { startedAtSeconds: 1012, judgedFromSeconds: 1000 });
  expect(early).toMatchObject({ cursorSeconds: 1000, startedAtSeconds: 1000 });
  expect(observeAll(early, repeat(3, [1, 0, 9, 0]))).toMatchObject({
    canary: { requests: 3 },
    stage: { heldSeconds: 3, canary: { requests: 1 } },
  });
  const unsettled = begin({}, { startedAtSeconds: 1100, judgedFromSeconds: 1000 });
  const bad = judge(observeAll(unsettled, repeat(12, [10, 10, 90, 0])));
  expect(bad).toMatchObject({ kind: "fail", evidence: { heldSeconds: 0 } });
});

test("counts of the warm-up are no evidence", () => {
  const state = observeAll(begin({ warmupSeconds: 10 }), repeat(3, [10, 9, 90, 0]));
  expect(state).toMatchObject({ ticks: 1, canary: { requests: 10, errors: 9 }, stage: { heldSeconds: 5 } });
});

test("observeTick() adds nothing after a failure and is a mistake before the first stage", () => {
  const failed = observeAll(begin(), repeat(3, [50, 20, 950, 0]));
  expect(observeTick(failed, nextTick(failed, [50, 0, 950, 0]))).toBe(failed);
  const tick = nextTick(failed, [1, 0, 1, 0]);
  expect(() => observeTick(startRelease(defaultParameters()), tick)).toThrow('"startStage" must come first');
});

test("high dispersion of stable tempers what comes after", () => {
  const bursty: Quad[] = Array.from({ length: 24 }, (_, i) => [10, 0, 1000, i % 8 === 0 ? 80 : 0]);
  const state = observeAll(begin(), bursty);
  const [errors] = judge(state).evidence.metrics;
  expect(errors?.dispersion).toBeGreaterThan(5);
  expect(errors?.tempering).toBeCloseTo(1 / (errors?.dispersion as number), 12);
  const step = (from: EvidenceState) => observeAll(from, [[10, 5, 1000, 0]]).lnE - from.lnE;
  const untempered = observeAll(begin({ temperAbove: 1000 }), bursty);
  expect(step(state)).toBeLessThan(step(untempered));
});

test("tempering is fixed before the tick that it tempers", () => {
  const calm: Quad[] = repeat(19, [10, 0, 1000, 1]);
  const burst: Quad = [10, 5, 1000, 400];
  const last20 = (temperAbove: number) => observeAll(begin({ temperAbove }), [...calm, burst]);
  expect(last20(5).lnE).toBe(last20(1000).lnE);
  expect(judge(last20(5)).evidence.metrics[0]?.tempering).toBeLessThan(0.2);
});

test("latency bounds are tested side by side with errors", () => {
  const start = begin({ latencyBoundsSeconds: [0.1, 0.5] });
  const slow = (requests: number, counts: number[]) => ({
    requests,
    errors: 0,
    timed: requests,
    slow: counts,
    events: [],
  });
  const tick = { noData: false, stable: slow(900, [90, 9]), canary: slow(100, [60, 30]) };
  let state = start;
  for (let i = 0; i < 3; i++) {
    const fromSeconds = 1000 + 5 * i;
    state = observeTick(state, { ...tick, fromSeconds, toSeconds: fromSeconds + 5 });
  }
  const { evidence, ...verdict } = judge(state);
  expect(verdict).toEqual({ kind: "fail", basis: "relative" });
  expect(evidence.metrics.map(({ name }) => name)).toEqual(["errors", "slow:0.1", "slow:0.5"]);
});
