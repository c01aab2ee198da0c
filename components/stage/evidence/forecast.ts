import type { StageForecast } from "../../core/gate/stage-report";
import type { Ledger } from "../../core/ledger/ledger";
import { describeExposure, isAside, loadOf, mirrorOf, weightOf } from "../../core/stage/exposure";
import type { Stage } from "../../core/stage/exposure";
import type { Settings } from "../../core/settings";
import { assessGauges, explainGauge, predictStageSeconds } from "../../core/verdict/index";
import type { RawSeries, VerdictParameters } from "../../core/verdict/index";
import { countBetween } from "../../core/evidence/samples/count-between";
import { lookBackSeconds } from "./feed";
import { pinnedParameters, restoreEvidence } from "./pinned";

/** Expected time of a stage at today's traffic. */
export interface Forecast {
  /** Of both tracks together, over the last minutes. */
  readonly requestsPerSecond: number;
  /** At least the soak; Infinity where it would not end. */
  readonly seconds: number;
  /** Of them at weight 0, while checks stand in for evidence. @default 0 */
  readonly checksSeconds?: number;
  /** Requests that make the canary's own, in words, where they are no share of all. @default - a share */
  readonly only?: string;
  /**
   * Condition that keeps the stage from ending if it stays as it is: a metric that cannot be read, a gauge beyond its
   * limit.
   */
  readonly obstacle?: string;
}

/** Series of the last minutes; without `unread`, metrics were not queried. */
interface Seen {
  readonly series: readonly RawSeries[];
  readonly unread?: readonly string[];
}

function findObstacle(
  parameters: VerdictParameters,
  nowSeconds: number,
  { series, unread }: Seen,
): string | undefined {
  if (unread === undefined) return undefined;
  if (unread.length > 0) return `${unread.join(" and ")} cannot be read`;
  const gauge = assessGauges(parameters, series, nowSeconds);
  return gauge === undefined ? undefined : explainGauge(gauge);
}

/** Today's traffic: of both tracks together, over the last minutes, and stable's own error ratio; undefined without any. */
export function measureRate(
  series: readonly RawSeries[],
  nowSeconds: number,
): { readonly requestsPerSecond: number; readonly stableErrorRatio: number } | undefined {
  const since = nowSeconds - lookBackSeconds;
  const requests = series.filter(({ counters }) => counters.includes("requests"));
  const times = requests.flatMap(({ samples }) =>
    samples.flatMap(([time]) => (time >= since && time <= nowSeconds ? [time] : [])),
  );
  let [first, last] = [Infinity, -Infinity];
  for (const time of times) [first, last] = [Math.min(first, time), Math.max(last, time)];
  const spanSeconds = last - first;
  if (!(spanSeconds > 0)) return undefined;
  const { stable, canary } = countBetween(series, since, nowSeconds);
  return {
    requestsPerSecond: (stable.requests + canary.requests) / spanSeconds,
    stableErrorRatio: stable.requests === 0 ? 0 : stable.errors / stable.requests,
  };
}

/** Predicts a stage from the traffic of the last five minutes and the evidence so far; undefined where nothing is known. */
export function forecast(
  settings: Settings,
  ledger: Ledger | undefined,
  { key }: Pick<Stage, "key">,
  nowSeconds: number,
  seen: Seen,
): Forecast | undefined {
  const stages = ledger?.attempt?.stages ?? settings.stages;
  const at = stages.findIndex((one) => one.key === key);
  const [stage, next] = stages.slice(at, at + 2);
  if (stage === undefined) return undefined;
  const rate = measureRate(seen.series, nowSeconds);
  if (rate === undefined) return undefined;
  const { requestsPerSecond } = rate;
  const { state } = restoreEvidence(ledger, settings);
  const parameters = pinnedParameters(ledger, settings);
  const checksSeconds = ledger === undefined || ledger.weight === 0 ? (stage.checksForSeconds ?? 0) : 0;
  const soakSeconds = predictStageSeconds(parameters, {
    weight: loadOf(stage),
    nextWeight: next && weightOf(next),
    minimumHoldSeconds: stage.soakSeconds,
    requestsPerSecond,
    canary: state?.canary,
  });
  const obstacle = findObstacle(parameters, nowSeconds, seen);
  return {
    requestsPerSecond,
    seconds: soakSeconds + checksSeconds,
    ...(checksSeconds === 0 ? {} : { checksSeconds }),
    ...(isAside(weightOf(stage)) ? { only: describeOnly(stage) } : {}),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

function describeOnly(stage: Pick<Stage, "exposure">): string {
  const words = describeExposure(stage);
  return mirrorOf(stage) === undefined ? `requests with ${words}` : words;
}

/** A forecast as a gate's report has it: JSON knows no infinity. */
export function toStageForecast({ seconds, ...rest }: Forecast): StageForecast {
  return Number.isFinite(seconds) ? { ...rest, seconds } : rest;
}

/** One sentence on a forecast. */
export function explainForecast(predicted: Forecast | undefined): string {
  if (predicted === undefined) return "forecast: unknown, Prometheus has no counts of today's traffic";
  const { seconds, requestsPerSecond, checksSeconds, only, obstacle } = predicted;
  const rate = `at today's ${requestsPerSecond.toFixed(1)} requests/s`;
  if (obstacle !== undefined) return `forecast: this stage would not end while this lasts: ${obstacle}`;
  if (only !== undefined)
    return `forecast: this stage takes its soak of ${Math.ceil(seconds)} s, and needs no proof; the canary gets ${only} alone, however many they are`;
  const checked =
    checksSeconds === undefined
      ? ""
      : `: ${checksSeconds} s of it with checks at weight 0, then all requests move at once`;
  return Number.isFinite(seconds)
    ? `forecast: this stage takes about ${Math.ceil(seconds)} s ${rate}${checked}`
    : `forecast: this stage would not end ${rate}: the canary gets no requests`;
}
