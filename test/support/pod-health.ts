import type { PodHealth } from "../../components/core/stage/canary-health";

/** Health of a pod that is ready and never restarted. */
export const podHealth = (uid: string, changes: Partial<PodHealth> = {}): PodHealth => ({
  uid,
  ready: true,
  restarts: 0,
  oomKills: [],
  ...changes,
});
