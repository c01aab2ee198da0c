import { trackLabel, trackLabels } from "../../settings";
import { hasLabels } from "../../selectors/match-labels";
import type { Labels } from "../../selectors/match-labels";
import type { RouteSettings } from "../foreign-rules";
import type { RouterObject } from "../routed-kind";

/** Annotation on the app's Service: the weight that was written, whole percent; between 0 and 100 pods make it. */
export const weightAnnotation = "sluice.dev/weight";

/** Label of the app's Service, by which Sluice knows its own before the first write. */
export const routerLabel = "sluice.dev/router";

/** Pods that get connections at a weight: stable's, both tracks', or the canary's. */
export function selectorOf(app: string, weight: number): Labels {
  if (weight === 0) return trackLabels(app, "stable");
  if (weight === 100) return trackLabels(app, "canary");
  const { [trackLabel]: _track, ...both } = trackLabels(app, "stable");
  return both;
}

/** Selector of a Service; one without any sends nothing to pods. */
export const selectorIn = ({ spec }: Pick<RouterObject, "spec">): Labels =>
  (spec as { readonly selector?: Labels | null } | undefined)?.selector ?? {};

/** Whether a Service selects what it selects at a weight. */
export function selects(object: Pick<RouterObject, "spec">, app: string, weight: number): boolean {
  const [present, wanted] = [selectorIn(object), selectorOf(app, weight)];
  return hasLabels(present, wanted) && hasLabels(wanted, present);
}

/** Path of the app's Service. */
export const servicePath = ({ namespace, traffic }: Pick<RouteSettings, "namespace" | "traffic">): string =>
  `/api/v1/namespaces/${namespace}/services/${traffic.route}`;
