import type { Cluster } from "../cluster/api";
import type { Ledger } from "../core/ledger";
import type { Settings } from "../core/settings";
import { predictStageSeconds } from "../core/verdict/index";
import { countBetween } from "./count-between";
import { pinnedParameters, restoreEvidence } from "./feed";
import { openSource } from "./source";

/** How long a stage will take at today's traffic. */
export interface Forecast {
  /** Of both tracks together, over the last minutes. */
  readonly requestsPerSecond: number;
  /** At least the soak; Infinity where it would not end. */
  readonly seconds: number;
}

/** How far back today's traffic is taken from, seconds. */
const trafficSeconds = 120;

/** Predicts a stage from the traffic of the last minutes and the evidence so far; undefined where nothing is known. */
export async function forecastStage(
  cluster: Cluster,
  settings: Settings,
  ledger: Ledger | undefined,
  weight: number,
  nowSeconds: number,
): Promise<Forecast | undefined> {
  const stages = ledger?.attempt?.stages ?? settings.stages;
  const at = stages.findIndex((stage) => stage.weight === weight);
  const stage = stages[at];
  if (stage === undefined) return undefined;
  const { series, problems } = await openSource(cluster, settings).read(
    nowSeconds - trafficSeconds,
    nowSeconds,
  );
  const times = series.flatMap(({ samples }) => samples.map(([time]) => time));
  const spanSeconds = Math.max(...times) - Math.min(...times);
  if (problems.length > 0 || !(spanSeconds > 0)) return undefined;
  const counts = countBetween(series, nowSeconds - trafficSeconds, nowSeconds);
  const requestsPerSecond = (counts.stable.requests + counts.canary.requests) / spanSeconds;
  const { state } = restoreEvidence(ledger, settings);
  const seconds = predictStageSeconds(pinnedParameters(ledger, settings), {
    weight,
    nextWeight: stages[at + 1]?.weight,
    minimumHoldSeconds: stage.soakSeconds,
    requestsPerSecond,
    canary: state?.canary,
  });
  return { requestsPerSecond, seconds };
}

/** One sentence on a forecast. */
export function explainForecast(forecast: Forecast | undefined): string {
  if (forecast === undefined) return "forecast: unknown, Prometheus has no counts of today's traffic";
  const { seconds, requestsPerSecond } = forecast;
  const rate = `at today's ${requestsPerSecond.toFixed(1)} requests/s`;
  return Number.isFinite(seconds)
    ? `forecast: this stage takes about ${Math.ceil(seconds)} s ${rate}`
    : `forecast: this stage would not end ${rate}: the canary gets no requests`;
}
