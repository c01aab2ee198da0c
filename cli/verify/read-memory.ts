import { memoryMoments, memoryQuery } from "../../components/core/verify/judge-rest";
import type { MemoryGrowth } from "../../components/core/verify/judge-rest";
import type { VerifyPoint } from "../../components/core/verify/points";
import { openPrometheus } from "../../components/prometheus/open-prometheus";
import type { Environment } from "../environment";

/** Memory of stable's pods around each point; a point where Prometheus has none is left out. */
export async function readMemory(
  { cluster, settings, now }: Pick<Environment, "cluster" | "settings" | "now">,
  points: readonly VerifyPoint[],
  endedAtSeconds: number,
): Promise<readonly MemoryGrowth[]> {
  const at = async (seconds: number): Promise<number | undefined> => {
    const answer = await openPrometheus(cluster, settings.analysis).queryValues(
      memoryQuery(settings, seconds),
    );
    return answer.ok ? answer.value.find((value) => value > 0) : undefined;
  };
  const all = points.map(async (point): Promise<MemoryGrowth | undefined> => {
    const moments = memoryMoments(point, endedAtSeconds, now());
    if (moments === undefined) return undefined;
    const [earlier, later] = await Promise.all([at(moments.earlier), at(moments.later)]);
    return earlier === undefined || later === undefined ? undefined : { point, earlier, later };
  });
  // Nobody waits for what few clusters have: errors and pods are told all the same.
  const read = await Promise.all(all.map((one) => one.catch(() => undefined)));
  return read.filter((one) => one !== undefined);
}
