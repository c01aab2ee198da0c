import { canaryPods } from "../workload/sizes/capacity";
import { stableCapacity } from "../workload/sizes/stable-capacity";
import { canaryBinds } from "./facts";
import type { GateFacts } from "./facts";
import { explainPods } from "./explain-pods";
import type { Finding, GateProblem } from "./finding";

/**
 * Check `capacity`: stable could carry everything alone, and the canary its share. A pod counts when it is ready and
 * among the endpoints.
 */
export function checkCapacity(facts: GateFacts): Finding {
  const { declared, stable, canary, endpoints, weight } = facts;
  const { ready: stableReady, full } = stableCapacity({
    declared,
    floor: facts.stableFloor,
    weight: facts.route?.weight ?? 0,
    stable,
    canary,
    endpoints: endpoints.stable,
  });
  const binds = canaryBinds(facts);
  // Pods that an autoscaler starts between two stages count from the shift on, which requests them and waits.
  const comes = "minReplicas" in declared && !binds;
  const neededNow = comes ? Math.max(1, Math.min(full, stable?.replicas ?? full)) : full;
  const canaryReady = Math.min(canary?.readyReplicas ?? 0, endpoints.canary);
  const { byPods } = facts;
  const live = facts.route?.weight ?? 0;
  // More pods are a raise: they come after the gate.
  const granted = byPods && live > 0 && weight < 100 ? live : weight;
  const share = canaryPods({ full, stable: stable?.replicas, weight: granted, byPods });
  const problems: GateProblem[] = [];
  if (stableReady < neededNow) {
    problems.push({
      text: `ready pods of stable must be at least ${neededNow} to carry everything alone: got ${stableReady}${told(stable?.trouble)}${told(facts.idleScaler)}`,
      fix:
        stable?.replicas === 0
          ? `stable is scaled to 0: kubectl scale deployment ${facts.app}-stable --replicas=${neededNow} starts it`
          : "bring stable back to its full size first",
      track: "stable",
    });
  }
  if (binds && canaryReady < share) {
    const why = `${told(canary?.trouble)}${told(explainPods(facts.canaryPods))}`;
    problems.push({
      text: `ready pods of canary must be at least ${share} (${granted} % of ${full}): got ${canaryReady}${why}`,
      fix:
        canary?.trouble === undefined
          ? "look at the canary's pods; fix the image, or sluice abort"
          : "let the namespace have room for them (quota, limits, admission), then run the same command again; or sluice abort",
      track: "canary",
    });
  }
  const canaryText = binds ? `canary ${canaryReady} of ${share}` : `canary needs ${share}`;
  return {
    problems,
    fine: `stable ${stableReady} of ${full} pods ready, ${canaryText}${told(facts.idleScaler)}`,
    pending: !binds,
  };
}

function told(why: string | undefined): string {
  return why === undefined || why === "" ? "" : `; ${why}`;
}
