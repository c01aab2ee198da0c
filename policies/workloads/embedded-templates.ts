import type { KubernetesObject } from "./kubernetes-object";
import { findEmbeddedPods, mayHidePods } from "./pod-templates";

type Fields = Readonly<Record<string, unknown>>;

/** Containers with a name each, which some kinds leave out: their place then. */
const named = (containers: unknown): unknown =>
  Array.isArray(containers)
    ? containers.map((each: unknown, index) => ({ name: String(index), ...(each as Fields) }))
    : containers;

/**
 * Pods inside an object of a kind that no check lists, each as a PodTemplate: checks apply to pods, whatever makes
 * them.
 */
export function toEmbeddedTemplates(given: KubernetesObject): readonly KubernetesObject[] {
  const { apiVersion, kind, fields } = given;
  if (!mayHidePods(apiVersion, kind)) return [];
  return findEmbeddedPods(fields).map(({ path, spec, metadata }) => {
    const lists = ["containers", "initContainers", "ephemeralContainers"].filter((key) => key in spec);
    const pods = { ...spec, ...Object.fromEntries(lists.map((key) => [key, named(spec[key])])) };
    return {
      ...given,
      apiVersion: "v1",
      kind: "PodTemplate",
      fields: { metadata: fields["metadata"] ?? {}, template: { metadata, spec: pods } },
      podAt: path,
    };
  });
}
