import { judgeHealth, recordHealth } from "../../components/core/stage/canary-health";
import type { CanaryHarm, PodHealth } from "../../components/core/stage/canary-health";

/** Health of a pod that is ready and never restarted. */
export const podHealth = (uid: string, changes: Partial<PodHealth> = {}): PodHealth => ({
  uid,
  ready: true,
  restarts: 0,
  oomKills: [],
  ...changes,
});

/** One look at both tracks; stable is well where nothing is said. */
export interface Look {
  readonly at: number;
  readonly canary: readonly PodHealth[];
  readonly stable?: readonly PodHealth[];
}

/** Harm after the last of some looks. */
export function judge(...looks: readonly Look[]): CanaryHarm | undefined {
  let record: Parameters<typeof recordHealth>[0];
  for (const { at, canary, stable = [podHealth("s")] } of looks)
    record = recordHealth(record, { canary, stable }, at);
  return record && judgeHealth(record, looks.at(-1)?.at ?? 0);
}
