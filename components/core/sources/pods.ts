import { tracks } from "../track";
import type { Track } from "../track";
import type { CountedApp, Labels } from "./source";

/** Labels that name the pod of a process; where a scrape has one of its own the app's is `exported_pod`. */
const podNames = [
  "exported_pod",
  "pod",
  "k8s_pod_name",
  "k8s.pod.name",
  "kubernetes_pod_name",
  "pod_name",
] as const;

const namespaceNames = [
  "exported_namespace",
  "namespace",
  "k8s_namespace_name",
  "k8s.namespace.name",
  "kubernetes_namespace",
] as const;

/** First label of these that is there and not empty. */
function firstOf(labels: Labels, names: readonly string[]): string | undefined {
  return names.map((name) => labels[name]).find((value) => value !== undefined && value !== "");
}

/** Name of the pod that counted, as whichever pipeline calls it. */
export function podOf(labels: Labels): string | undefined {
  return firstOf(labels, podNames);
}

/** Namespace of that pod. */
function namespaceOf(labels: Labels): string | undefined {
  return firstOf(labels, namespaceNames);
}

/**
 * End of a pod's name behind its Deployment's: hash and five letters, without the dash between where the whole is too
 * long. What follows the name of a copy, `shop-canary-debug`, is no such end.
 */
const podEnd = "[a-z0-9]+(-[a-z0-9]{5})?";

/** Regular expression of the names of one track's pods, or of both tracks'. */
export const matchPodNames = ({ app }: Pick<CountedApp, "app">, track?: Track): string =>
  `${app}-${track ?? "(stable|canary)"}-${podEnd}`;

/** Track of the pod that counted, by a label of its own or by the name of its Deployment. */
export function trackOfPod(labels: Labels, { namespace, app }: CountedApp): Track | undefined {
  const found =
    labels["sluice_dev_track"] ?? new RegExp(`^${matchPodNames({ app })}$`).exec(podOf(labels) ?? "")?.[1];
  const space = namespaceOf(labels) ?? namespace;
  return space === namespace ? tracks.find((track) => track === found) : undefined;
}
