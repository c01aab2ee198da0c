import type { Problem } from "../../core/problem";
import type { ReleaseDecision, ReleaseFacts } from "../../core/release/release-facts";
import { routerOf } from "../../core/routers/routers";
import { loadOf } from "../../core/stage/exposure";
import type { JsonObject } from "../../core/revision/revision";
import { explainPeak, findPeak, refusePeak } from "../../core/workload/sizes/peak-pods";
import { refuseQuotas } from "../../core/workload/quota";
import { listQuotas } from "../../cluster/quotas";
import type { Session } from "../../session/session";
import type { PerPod } from "../../core/workload/sizes/peak-pods";

/** Facts of the pods that only the program knows; a state that an older Sluice wrote has none. */
export interface PodFacts {
  readonly maxSurge: number | string;
  readonly perPod?: PerPod;
}

/** Result of looking at the pods of a release. */
export interface PeakFinding {
  readonly problems: readonly Problem[];
  readonly told: readonly string[];
}

/**
 * Looks at the most pods that a release will have at once. One that is under way is not stopped by it: its pods are
 * there already.
 */
export async function checkPeak(
  { settings, cluster }: Pick<Session, "settings" | "cluster">,
  { begins, kind }: Pick<ReleaseDecision, "begins" | "kind">,
  { stable, canary, route }: Pick<ReleaseFacts, "stable" | "canary" | "route">,
  { pods, template }: { readonly pods: PodFacts | undefined; readonly template: JsonObject },
): Promise<PeakFinding> {
  if (!begins || pods === undefined) return { problems: [], told: [] };
  const declared = settings.stable;
  const low = "replicas" in declared ? declared.replicas : declared.minReplicas;
  const peak = findPeak({
    load: { declared, replicas: stable?.replicas ?? low, weight: route?.weight ?? 0 },
    weights: kind === "first" ? [] : settings.stages.map(loadOf),
    byPods: routerOf(settings).byPods,
    maxSurge: pods.maxSurge,
  });
  const refused = pods.perPod && refusePeak(settings.app, peak, pods.perPod);
  const { app, namespace } = settings;
  const live = (stable?.replicas ?? 0) + (canary?.replicas ?? 0);
  const quotas = await listQuotas(cluster, namespace);
  return {
    problems: [
      ...(refused === undefined ? [] : [refused]),
      ...refuseQuotas({ app, quotas, peak, live, template }),
    ],
    told: [explainPeak(peak)],
  };
}
