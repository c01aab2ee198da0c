import { open } from "../../components/cluster/connect";
import { checkMetrics } from "../../components/core/gate/check-metrics";
import { printProblem } from "../../components/core/problem";
import type { Settings } from "../../components/core/settings";
import { feedEvidence } from "../../components/stage/evidence/feed";

/**
 * Counters of the service as they are now, by the check that the gate will ask: which series are missing, and the setting
 * that turns them on.
 * @returns lines for people
 */
export async function lookAtCounters(settings: Settings, nowSeconds: number): Promise<readonly string[]> {
  const cluster = await open(settings.cluster);
  try {
    const { metrics } = await feedEvidence(cluster, settings, undefined, nowSeconds);
    const { problems, fine } = checkMetrics({ metrics });
    return problems.length === 0
      ? [`counters: ${fine}`]
      : problems.map((one) => `counters: ${printProblem(one)}`);
  } finally {
    cluster.close();
  }
}
