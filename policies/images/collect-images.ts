import { isMapping } from "../pack/fields";
import { customImages, type CustomResource } from "./custom-images";
import { findEmbeddedPods, findLooseImages, mayHidePods } from "../workloads/pod-templates";
import { podSpecImages, type CollectedImage } from "./pod-spec-images";

/** Path of each kind's pod spec. */
const podSpecs: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  PodTemplate: ["template", "spec"],
  ReplicationController: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  Deployment: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  Rollout: ["spec", "template", "spec"],
};

const dig = (
  object: unknown,
  path: readonly string[],
): { readonly value: unknown; readonly depth: number } => {
  let value = object;
  for (const [depth, key] of path.entries()) {
    if (!isMapping(value)) return { value, depth };
    value = value[key];
  }
  return { value, depth: path.length };
};

/** API group, version and kind of a Pulumi type such as `kubernetes:apps/v1:Deployment`; undefined for others. */
export function parseType(type: string): { readonly apiVersion: string; readonly kind: string } | undefined {
  const match = /^kubernetes:([^:]+):([^:]+)$/.exec(type);
  if (match === null) return undefined;
  const [, version = "", kind = ""] = match;
  return { apiVersion: version.replace(/^core\//, ""), kind };
}

/** Whether a resource installs objects that no policy sees. */
export function isOpaque(type: string): boolean {
  return /^kubernetes:helm\.sh\/v[23]:Release$/.test(type);
}

/**
 * Every image of a Kubernetes object: all containers, init and ephemeral containers, and image volumes; of patches, of
 * lists, and of custom resources as configured. A value that a preview does not know is returned as it is.
 * @param type - Pulumi's type
 * @param raw - the object, unknown values as Pulumi writes them
 */
export function collectImages(
  type: string,
  raw: unknown,
  customResources: readonly CustomResource[] = [],
): readonly CollectedImage[] {
  const parsed = parseType(type);
  return parsed === undefined ? [] : objectImages(parsed.apiVersion, parsed.kind, raw, "", customResources);
}

function objectImages(
  apiVersion: string,
  fullKind: string,
  object: unknown,
  prefix: string,
  customResources: readonly CustomResource[],
): readonly CollectedImage[] {
  const at = (path: string): string => (prefix === "" ? path : `${prefix}.${path}`);
  const configured = customImages(apiVersion, fullKind, object, customResources);
  if (configured) return configured.map(({ path, image }) => ({ path: at(path), image }));
  const kind = fullKind.replace(/Patch$/, "");
  const hidden = mayHidePods(apiVersion, kind);
  const path = hidden ? undefined : podSpecs[kind];
  if (path !== undefined) {
    const { value, depth } = dig(object, path);
    return podSpecImages(value, at(path.slice(0, depth).join(".")));
  }
  if (!isMapping(object)) return [];
  const { items } = object;
  if (!kind.endsWith("List") || (!Array.isArray(items) && items === undefined)) {
    if (!hidden) return [];
    // A kind that is not listed may have pods anywhere.
    return [
      ...findEmbeddedPods(object).flatMap(({ path: place, spec }) => podSpecImages(spec, at(place))),
      ...findLooseImages(object).map(({ path: place, image }) => ({ path: at(place), image, loose: true })),
    ];
  }
  if (!Array.isArray(items))
    return items === undefined ? [] : [{ path: at("items"), image: items as unknown }];
  return items.flatMap((item: unknown, index) => {
    const own =
      isMapping(item) && typeof item["kind"] === "string" ? item["kind"] : kind.replace(/List$/, "");
    const version =
      isMapping(item) && typeof item["apiVersion"] === "string" ? item["apiVersion"] : apiVersion;
    return objectImages(version, own, item, at(`items[${index}]`), customResources);
  });
}
