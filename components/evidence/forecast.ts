import type { Cluster } from "../cluster/api";
import type { Ledger } from "../core/ledger";
import type { Settings } from "../core/settings";
import { predictStageSeconds } from "../core/verdict/index";
import type { RawSeries } from "../core/verdict/index";
import { countBetween } from "./count-between";
import { lookBackSeconds } from "./feed";
import { pinnedParameters, restoreEvidence } from "./pinned";
import { openSource } from "./source";

/** How long a stage will take at today's traffic. */
export interface Forecast {
  /** Of both tracks together, over the last minutes. */
  readonly requestsPerSecond: number;
  /** At least the soak; Infinity where it would not end. */
  readonly seconds: number;
  /** Metrics without which nothing would pass, and which could not be read. */
  readonly unread: readonly string[];
}

/** Predicts a stage from the traffic of the last two minutes and the evidence so far; undefined where nothing is known. */
export function forecast(
  settings: Settings,
  ledger: Ledger | undefined,
  weight: number,
  nowSeconds: number,
  seen: { readonly series: readonly RawSeries[]; readonly unread?: readonly string[] },
): Forecast | undefined {
  const stages = ledger?.attempt?.stages ?? settings.stages;
  const at = stages.findIndex((stage) => stage.weight === weight);
  const stage = stages[at];
  if (stage === undefined) return undefined;
  const since = nowSeconds - lookBackSeconds;
  const requests = seen.series.filter(({ counters }) => counters.includes("requests"));
  const times = requests.flatMap(({ samples }) =>
    samples.flatMap(([time]) => (time >= since && time <= nowSeconds ? [time] : [])),
  );
  let [first, last] = [Infinity, -Infinity];
  for (const time of times) [first, last] = [Math.min(first, time), Math.max(last, time)];
  const spanSeconds = last - first;
  if (!(spanSeconds > 0)) return undefined;
  const counts = countBetween(requests, since, nowSeconds);
  const requestsPerSecond = (counts.stable.requests + counts.canary.requests) / spanSeconds;
  const { state } = restoreEvidence(ledger, settings);
  const seconds = predictStageSeconds(pinnedParameters(ledger, settings), {
    weight,
    nextWeight: stages[at + 1]?.weight,
    minimumHoldSeconds: stage.soakSeconds,
    requestsPerSecond,
    canary: state?.canary,
  });
  return { requestsPerSecond, seconds, unread: seen.unread ?? [] };
}

/** Reads the traffic of the last two minutes and predicts a stage from it. */
export async function forecastStage(
  cluster: Cluster,
  settings: Settings,
  ledger: Ledger | undefined,
  weight: number,
  nowSeconds: number,
): Promise<Forecast | undefined> {
  const { series } = await openSource(cluster, settings).read(nowSeconds - lookBackSeconds, nowSeconds);
  return forecast(settings, ledger, weight, nowSeconds, { series });
}

/** One sentence on a forecast. */
export function explainForecast(predicted: Forecast | undefined): string {
  if (predicted === undefined) return "forecast: unknown, Prometheus has no counts of today's traffic";
  const { seconds, requestsPerSecond, unread } = predicted;
  const rate = `at today's ${requestsPerSecond.toFixed(1)} requests/s`;
  if (unread.length > 0) {
    return `forecast: this stage would not end while ${unread.join(" and ")} cannot be read`;
  }
  return Number.isFinite(seconds)
    ? `forecast: this stage takes about ${Math.ceil(seconds)} s ${rate}`
    : `forecast: this stage would not end ${rate}: the canary gets no requests`;
}
