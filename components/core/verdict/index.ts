export type { Track } from "../track";
export type {
  Counts,
  EvidenceState,
  RawSeries,
  SeriesMark,
  StageState,
  StageTerms,
  TickCounts,
  TrackTick,
  Waiver,
} from "./model";
export type { GaugeObstacle } from "./counters/gauge";
export type { Evidence, InconclusiveReason, MetricEvidence, Verdict } from "./judgement/evidence";
export type { EventRule, GaugeRule, VerdictParameters } from "./parameters";
export type { StableBaseline } from "./comparisons/stable-baseline";
export type { StableHarm } from "./comparisons/stable-harm";
export type { Answer, AnswerKind, JudgedClass, OutcomeRules } from "./outcome-rules";
export type { ShareEvidence } from "./comparisons/shares";
export type { StageForecast } from "./statistics/predict";
export { firewallEvent, judgedClasses, mostRoutes } from "./outcome-rules";
export { explainUntold } from "./explain/explain-shares";
export { failAtOf, syntheticShareOfAlpha } from "./statistics/alpha";
export { chooseBadErrorRatio, defaultParameters } from "./parameters";
export { continueStage, rebase, startRelease, startStage, watchStable } from "./state/stage-clock";
export {
  isLimitTooHigh,
  noBaseline,
  neededRequests,
  partSeconds,
  stableLimit,
  sumBaseline,
  wasOutside,
} from "./comparisons/stable-baseline";
export { explainBaseline, explainHarm, explainToldHarm } from "./explain/explain-harm";
export type { Fall, Ingested } from "./state/ingest";
export { ingest, noteScrapes } from "./state/ingest";
export { tellsOfRequests } from "./state/pending";
export type { CounterMark } from "./counters/counter";
export { isDoubtful, stepCounter } from "./counters/counter";
export { observeTick } from "./state/observe";
export { noMarks, readIncrements } from "./counters/read-series";
export { intervalOf, patienceOf } from "./counters/scrapes";
export { judge } from "./judgement/judge";
export { explain, explainFall, explainGauge } from "./explain/explain";
export { assessGauges } from "./counters/gauge";
export { explainTable } from "./explain/explain-table";
export type { FaultTrial, Foretold, PlannedWeight } from "./judgement/foretell";
export { foretellFault } from "./judgement/foretell";
export { chooseDeadlineSeconds, missingRequests, predictStageSeconds } from "./statistics/predict";
export { blindSeconds } from "./judgement/blind-seconds";
export type { SyntheticEvidence, SyntheticState, SyntheticTick } from "./comparisons/synthetic";
export {
  isSuspected,
  observeSynthetic,
  startSynthetic,
  syntheticTickSeconds,
  weighSynthetic,
} from "./comparisons/synthetic";
export { restore } from "./state/restore";
export { readFromSeconds, save } from "./state/save";
export type { ArgoCondition, ArgoPhase, ArgoRule, ArgoRun } from "./rivals/argo";
export type { FlaggerAction, FlaggerRule, FlaggerRun } from "./rivals/flagger";
export type { Measurement } from "./rivals/measurement";
export { assessArgo, measureArgo, newArgoRun } from "./rivals/argo";
export { newFlaggerRun, tickFlagger } from "./rivals/flagger";
