import type { Problem } from "../core/problem";
import type { ReleaseDecision, ReleaseFacts } from "../core/release/release-facts";
import { routerOf } from "../core/routers/routers";
import { weightOf } from "../core/stage/exposure";
import type { Settings } from "../core/settings";
import { explainPeak, findPeak, refusePeak } from "../core/workload/peak-pods";
import type { PerPod } from "../core/workload/peak-pods";

/** Facts of the pods that only the program knows; a state that an older Sluice wrote has none. */
export interface PodFacts {
  readonly maxSurge: number | string;
  readonly perPod?: PerPod;
}

/**
 * Looks at the most pods that a release will have at once. One that is under way is not stopped by it: its pods are
 * there already.
 */
export function checkPeak(
  settings: Settings,
  { begins, kind }: Pick<ReleaseDecision, "begins" | "kind">,
  { stable, route }: Pick<ReleaseFacts, "stable" | "route">,
  pods: PodFacts | undefined,
): { readonly problems: readonly Problem[]; readonly told: readonly string[] } {
  if (!begins || pods === undefined) return { problems: [], told: [] };
  const declared = settings.stable;
  const low = "replicas" in declared ? declared.replicas : declared.minReplicas;
  const peak = findPeak({
    load: { declared, replicas: stable?.replicas ?? low, weight: route?.weight ?? 0 },
    weights: kind === "first" ? [] : settings.stages.map(weightOf),
    byPods: routerOf(settings).byPods,
    maxSurge: pods.maxSurge,
  });
  const refused = pods.perPod && refusePeak(settings.app, peak, pods.perPod);
  return { problems: refused === undefined ? [] : [refused], told: [explainPeak(peak)] };
}
