import { open } from "../../components/cluster/connect";
import type { Conversion } from "../../components/core/convert/conversion";
import { checkMetrics } from "../../components/core/gate/check-metrics";
import { printProblem } from "../../components/core/problem";
import { feedEvidence } from "../../components/stage/evidence/feed";
import { stackFile } from "../../stacks/files/environment";
import { parseEnvironment } from "../../stacks/files/parse";
import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings/settings";

/**
 * Counters of the service as they are now, by the check that the gate will ask: which series are missing, and the setting
 * that turns them on.
 * @returns lines for people; none where the environment still has values to fill in
 */
export async function lookAtCounters(
  { settings: written }: Conversion,
  environment: string,
  nowSeconds: number,
): Promise<readonly string[]> {
  const parsed = parseEnvironment(written, () => stackFile(environment));
  if (!parsed.ok) return [];
  const settings = toSettings(parsed.config, parseStackName(environment));
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
