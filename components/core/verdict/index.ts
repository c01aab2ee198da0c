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
export type { GaugeObstacle } from "./gauge";
export type { Evidence, InconclusiveReason, MetricEvidence, Verdict } from "./evidence";
export type { EventRule, GaugeRule, VerdictParameters } from "./parameters";
export type { StableBaseline } from "./stable-baseline";
export type { StableHarm } from "./stable-harm";
export type { Answer, AnswerKind, JudgedClass, OutcomeRules } from "./outcome-rules";
export type { ShareEvidence } from "./shares";
export type { StageForecast } from "./predict";
export { judgedClasses, mostRoutes } from "./outcome-rules";
export { explainUntold } from "./explain-shares";
export { failAtOf, syntheticShareOfAlpha } from "./alpha";
export { chooseBadErrorRatio, defaultParameters } from "./parameters";
export { continueStage, rebase, startRelease, startStage, watchStable } from "./stage-clock";
export {
  isLimitTooHigh,
  noBaseline,
  neededRequests,
  partSeconds,
  stableLimit,
  sumBaseline,
  wasOutside,
} from "./stable-baseline";
export { explainBaseline, explainHarm, explainToldHarm } from "./explain-harm";
export type { Fall, Ingested } from "./ingest";
export { ingest, noteScrapes } from "./ingest";
export { tellsOfRequests } from "./pending";
export type { CounterMark } from "./counter";
export { isDoubtful, stepCounter } from "./counter";
export { observeTick } from "./observe";
export { noMarks, readIncrements } from "./read-series";
export { intervalOf, patienceOf } from "./scrapes";
export { judge } from "./judge";
export { explain, explainFall, explainGauge } from "./explain";
export { assessGauges } from "./gauge";
export { explainTable } from "./explain-table";
export type { FaultTrial, Foretold, PlannedWeight } from "./foretell";
export { foretellFault } from "./foretell";
export { chooseDeadlineSeconds, missingRequests, predictStageSeconds } from "./predict";
export { blindSeconds } from "./blind-seconds";
export type { SyntheticEvidence, SyntheticState, SyntheticTick } from "./synthetic";
export {
  isSuspected,
  observeSynthetic,
  startSynthetic,
  syntheticTickSeconds,
  weighSynthetic,
} from "./synthetic";
export { restore } from "./restore";
export { readFromSeconds, save } from "./save";
export type { ArgoCondition, ArgoPhase, ArgoRule, ArgoRun } from "./rivals/argo";
export type { FlaggerAction, FlaggerRule, FlaggerRun } from "./rivals/flagger";
export type { Measurement } from "./rivals/measurement";
export { assessArgo, measureArgo, newArgoRun } from "./rivals/argo";
export { newFlaggerRun, tickFlagger } from "./rivals/flagger";
