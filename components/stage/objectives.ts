import type { Cluster } from "../cluster/api";
import { toMetricParameters } from "../core/evidence/metric-rule";
import { chooseBadErrorRatio, defaultParameters } from "../core/verdict/index";
import type { RawSeries } from "../core/verdict/index";
import type { Settings } from "../core/settings";
import { openSource } from "../prometheus/source";
import { countBetween } from "../core/evidence/count-between";

/** How far back stable's own error ratio is taken from, seconds. */
const baselineSeconds = 600;

/**
 * Engine parameters of an attempt, fixed before its first request: what must not pass is twice the objective or twice
 * stable's own error ratio in the minutes before, whatever is more, never data of the release itself.
 */
export async function chooseObjectives(
  cluster: Cluster,
  settings: Settings,
  nowSeconds: number,
): Promise<{ objectives: Record<string, unknown>; note?: string }> {
  const { parameters, tickSeconds, metrics } = settings.analysis;
  const given = defaultParameters({ tickSeconds, ...toMetricParameters(metrics), ...parameters });
  if (parameters["pBad"] !== undefined) return { objectives: { ...given, metrics } };
  const read = await openSource(cluster, settings).read(nowSeconds - baselineSeconds, nowSeconds);
  const problem = read.problems[0]?.problem;
  const ratio = problem === undefined ? stableErrorRatio(read.series, nowSeconds) : undefined;
  const pBad = chooseBadErrorRatio(given.objectiveErrorRatio, ratio ?? 0);
  return {
    objectives: { ...given, pBad, metrics },
    ...(ratio === undefined
      ? {
          note: `stable's own error ratio is not known (${problem ?? "no requests"}): the objective alone counts`,
        }
      : {}),
  };
}

function stableErrorRatio(series: readonly RawSeries[], nowSeconds: number): number | undefined {
  const counts = countBetween(series, nowSeconds - baselineSeconds, nowSeconds);
  return counts.stable.requests === 0 ? undefined : counts.stable.errors / counts.stable.requests;
}
