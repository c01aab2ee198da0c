import { describeWeight, mirrorWeight } from "../../stage/exposure";
import type { Evidence, InconclusiveReason, Verdict } from "../judgement/evidence";
import type { GaugeObstacle } from "../counters/gauge";
import type { Fall } from "../state/ingest";
import { explainHarm, explainToldHarm } from "./explain-harm";
import { explainShare, explainUnjudged } from "./explain-shares";
import type { Counts, Failure, Unheld } from "../model";
import { chooseBadErrorRatio } from "../parameters";
import { percent } from "./percent";
import type { StableHarm } from "../comparisons/stable-harm";
import { findAmberShare, findFailedShare } from "../comparisons/shares";

function explainCounts(track: string, { requests, errors }: Counts): string {
  const ratio = requests === 0 ? "" : ` (${percent(errors / requests)})`;
  return `${track} ${errors} errors in ${requests} requests${ratio}`;
}

/** Whole seconds, minutes or hours. */
function explainSeconds(seconds: number): string {
  return seconds < 120
    ? `${Math.ceil(seconds)} s`
    : seconds < 7200
      ? `${Math.ceil(seconds / 60)} min`
      : `${Math.ceil(seconds / 3600)} h`;
}

const explainAlone = (weight: number): string =>
  `${describeWeight(weight)}, ${weight === mirrorWeight ? "which is not all that stable gets" : "whose users are not stable's"}`;

function explainNumbers(evidence: Evidence): string {
  const { trimmedLnE, failAt, stage } = evidence;
  if (stage?.isAlone === true)
    return `${explainCounts("canary", stage.canary)} of ${explainAlone(stage.weight)}: compared with nothing`;
  const { canary, stable } = evidence;
  const limits = `evidence of harm ln E ${trimmedLnE.toFixed(2)} of ${failAt.toFixed(2)}`;
  return `${explainCounts("canary", canary)}, ${explainCounts("stable", stable)}, ${limits}`;
}

function explainLeft({ predictedSecondsLeft: left }: Evidence): string {
  return left === null
    ? "how long is unknown at this traffic"
    : `about ${explainSeconds(left)} at this traffic`;
}

/** Names the evidence that is still missing while none speaks against the canary. */
function explainMissing(evidence: Evidence): string {
  const { heldSeconds, minimumHoldSeconds, missingRequests, needsPassTest, passed, pBad, unheld } = evidence;
  if (evidence.stage?.canary.requests === 0) {
    return "the canary has not had a request in this stage";
  }
  if (needsPassTest && !passed) {
    const bound = `to show an error ratio below ${percent(pBad)}`;
    return missingRequests === null
      ? `its error ratio is too high ${bound}, more requests alone will not help`
      : `${missingRequests} more canary requests are needed ${bound}, ${explainLeft(evidence)}`;
  }
  const why = unheld === undefined ? "" : `; ${explainUnheld(unheld)}`;
  return `${explainSeconds(minimumHoldSeconds - heldSeconds)} of the minimum time are left${why}`;
}

/** Names the gauge beyond its limit with value and limit, else says that samples are missing. */
export function explainGauge(gauge: GaugeObstacle | undefined): string {
  if (gauge === undefined) {
    return "Prometheus has no fresh samples of a track with weight";
  }
  const { name, limit, worst } = gauge;
  if (worst === undefined) {
    return `Prometheus has no fresh value of ${name}`;
  }
  const whose = worst.track === undefined ? "" : ` of ${worst.track}`;
  return `${name}${whose} is ${worst.value}, limit ${limit}`;
}

/** Longest name of a counter in a sentence. */
const longestName = 160;

const nameSeries = (id: string): string =>
  `{${id.length > longestName ? `${id.slice(0, longestName)}…` : id}}`;

/** A counter that fell, as a doubt. */
export function explainFall({ series, from, to }: Fall): string {
  return `a counter fell from ${from} to ${to} and was not restarted, so its requests are not known: ${nameSeries(series)}`;
}

/** Reason why time passes and none of it is held. */
function explainUnheld(unheld: Unheld): string {
  return unheld.kind === "fell"
    ? `no time counts while a counter falls and no restart is shown, as where two Prometheus servers answer in turn: ${nameSeries(unheld.series)}`
    : `no time counts while scrapes of ${unheld.track} lack buckets or the count of their durations`;
}

/** Data that is missing, or cannot be trusted. */
function explainNoData({ unread, doubts, gauge, unheld }: Evidence): string {
  if (doubts.length > 0) return doubts.join(", and ");
  if (unread.length > 0) return `Prometheus has no usable answer for ${unread.join(" and ")}`;
  return unheld === undefined ? explainGauge(gauge) : explainUnheld(unheld);
}

/** Test with the most evidence, and its subject. */
function findLoudest({ metrics }: Evidence) {
  const { name, ...loudest } = metrics.reduce((most, one) => (one.lnE > most.lnE ? one : most));
  const [kind, what] = name.split(":");
  return { ...loudest, kind, what };
}

/** Reason why the canary may be worse. */
function explainAmber(evidence: Evidence): string {
  const { lnE, amberAt, shares = [] } = evidence;
  const share = findAmberShare(shares);
  if (share !== undefined) {
    return `the canary may be worse: ${explainShare(share, evidence)} (ln E ${share.lnE.toFixed(2)}, no raise from ${share.amberAt.toFixed(2)})`;
  }
  const { kind, what } = findLoudest(evidence);
  const by = { slow: ` by requests slower than ${what} s`, event: ` by events "${what}"` }[`${kind}`] ?? "";
  return `the canary may be worse${by} (ln E ${lnE.toFixed(2)}, no raise from ${amberAt.toFixed(2)})`;
}

const explainObjective = ({ objectiveErrorRatio }: Evidence): string =>
  `the objective of at most ${percent(objectiveErrorRatio)} errors`;

/** Reason why nothing is decided, and the evidence that would decide it. */
function explainReason(reason: InconclusiveReason, evidence: Evidence): string {
  return {
    "stable-harmed": () => explainHarm(evidence.harm as StableHarm),
    "common-cause": () =>
      evidence.harm === undefined
        ? "both tracks break their objective, so the cause is shared and the canary is not blamed"
        : explainHarm(evidence.harm),
    outside: () => `the canary breaks ${explainObjective(evidence)}`,
    amber: () => explainAmber(evidence),
    overLimit: () => explainGauge(evidence.gauge),
    noData: () => explainNoData(evidence),
    notEnoughEvidence: () => explainMissing(evidence),
  }[reason]();
}

function explainFail(basis: Failure["basis"], evidence: Evidence): string {
  const share = findFailedShare(evidence.shares ?? []);
  if (basis === "class" && share !== undefined) return explainShare(share, evidence);
  if (basis === "absolute") {
    return `the canary breaks ${explainObjective(evidence)}`;
  }
  const { kind, what, toleratedRatio, events } = findLoudest(evidence);
  const counts = events === undefined ? "" : ` (${events.canary} and ${events.stable})`;
  switch (kind) {
    case "slow":
      return `more than ${toleratedRatio} times as many of the canary's requests as of stable's are slower than ${what} s`;
    case "event":
      return `the canary has more than ${toleratedRatio} times as many events "${what}" per request as stable${counts}`;
    default:
      return `the canary is more than ${toleratedRatio} times as bad as stable`;
  }
}

/**
 * One sentence for a person: the decision, why, the counts, the evidence against its limit and what is missing.
 * @example explain(judge(startRelease(defaultParameters()))).split(":")[0] // "Not decided yet"
 */
export function explain(verdict: Verdict): string {
  const { harm } = verdict.evidence;
  const told = harm?.kind === "told" ? `; ${explainToldHarm(harm)}` : "";
  return `${explainVerdict(verdict)}${told}`;
}

/** Remark that a proof is of a higher error ratio than the objective asks for. */
function explainWeaker({ pBad, objectiveErrorRatio }: Evidence): string {
  const usual = chooseBadErrorRatio(objectiveErrorRatio, 0);
  return pBad > usual ? `, a weaker statement than ${percent(usual)}, twice the objective` : "";
}

function explainVerdict(verdict: Verdict): string {
  const { evidence } = verdict;
  const numbers = explainNumbers(evidence);
  if (verdict.kind === "fail") {
    return `Fail: ${explainFail(verdict.basis, evidence)}: ${numbers}`;
  }
  if (verdict.kind === "pass") {
    const bound =
      verdict.basis === "errorBound"
        ? `the canary's error ratio is below ${percent(evidence.pBad)}${explainWeaker(evidence)}`
        : "nothing speaks against the canary";
    return `Pass: ${bound}: ${numbers}${explainUnjudged(evidence)}`;
  }
  if (verdict.reason === "stable-harmed") {
    return `Stable harmed: ${explainReason(verdict.reason, evidence)}: ${numbers}`;
  }
  const lead = verdict.final
    ? `Inconclusive after ${explainSeconds(evidence.elapsedSeconds)}`
    : "Not decided yet";
  return `${lead}: ${explainReason(verdict.reason, evidence)}: ${numbers}`;
}
