import type { Fields } from "../pack/fields";
import type { KubernetesObject } from "./kubernetes-object";
import { findEmbeddedPods, findLooseContainers, mayHidePods } from "./pod-templates";

/** Containers or volumes with a name each, which some kinds leave out: their place then. */
const named = (containers: unknown): unknown =>
  Array.isArray(containers)
    ? containers.map((each: unknown, index) => ({ name: String(index), ...(each as Fields) }))
    : containers;

/** A PodTemplate inside another object, as checks judge it. */
const toTemplate = (given: KubernetesObject, template: Fields): KubernetesObject => ({
  ...given,
  apiVersion: "v1",
  kind: "PodTemplate",
  fields: { metadata: given.fields["metadata"] ?? {}, template },
});

/** A part of a pod: what it sets is judged, what it leaves out is not known. */
const part = { partial: true, isPart: true } as const;

/**
 * Pods inside an object of a kind that no check lists, each as a PodTemplate: checks apply to pods, whatever makes
 * them. Parts of pods and containers by themselves are judged by what they set.
 */
export function toEmbeddedTemplates(given: KubernetesObject): readonly KubernetesObject[] {
  const { apiVersion, kind, fields } = given;
  if (!mayHidePods(apiVersion, kind)) return [];
  const pods = findEmbeddedPods(fields).map(({ path, spec, metadata, isPart }) => {
    const lists = ["containers", "initContainers", "ephemeralContainers", "volumes"].filter(
      (key) => key in spec,
    );
    const all = { ...spec, ...Object.fromEntries(lists.map((key) => [key, named(spec[key])])) };
    return {
      ...toTemplate(given, { metadata, spec: all }),
      ...(isPart ? part : {}),
      inside: { at: path, from: "template.spec" },
    };
  });
  const loose = findLooseContainers(fields).map(({ path, container }) => ({
    ...toTemplate(given, { spec: { containers: [{ ...container, name: "0" }] } }),
    ...part,
    inside: { at: path, from: "template.spec.containers[0]" },
  }));
  return [...pods, ...loose];
}
