import { isMapping } from "../pack/fields";
import type { Fields } from "../pack/fields";
import { isUnknown } from "../pack/unknown";
import { isOwnGroup } from "./served-apis";

/** Pod spec inside an object of a kind that is not listed. */
export interface EmbeddedPod {
  /** Place of the spec, e.g. `spec.tasks[0].template.spec`. */
  readonly path: string;
  readonly spec: Fields;
  /** Metadata of its template, where it has one. */
  readonly metadata: Fields;
  /** Whether only parts of a pod are given: what they leave out is filled in by whatever makes the pod. */
  readonly isPart: boolean;
}

/** Container outside of any pod spec, such as a step of a pipeline. */
export interface LooseContainer {
  readonly path: string;
  readonly container: Fields;
}

/** Image named outside of any pod spec, such as in a step of a pipeline. */
export interface LooseImage {
  readonly path: string;
  readonly image: string;
}

/** Deeper than any kind nests its pods. */
const deepest = 16;
const skipped: ReadonlySet<string> = new Set(["metadata", "status", "apiVersion", "kind"]);

/**
 * Whether an object may have pods at an unknown path; Kubernetes' own kinds and Argo's Rollout have them at known ones.
 */
export function mayHidePods(apiVersion: string, kind: string): boolean {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return !isOwnGroup(group) && !(group === "argoproj.io" && kind === "Rollout");
}

/**
 * Whether a mapping is a pod spec: its containers have an image each; overrides of another object's containers have
 * none.
 */
function isPodSpec({ containers }: Fields): boolean {
  if (isUnknown(containers)) return true;
  return (
    Array.isArray(containers) &&
    containers.length > 0 &&
    containers.every((each) => isMapping(each) && typeof each["image"] === "string")
  );
}

const containerLists = ["containers", "initContainers", "ephemeralContainers"] as const;

const isContainers = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (each) => isMapping(each) && [each["name"], each["image"]].some((text) => typeof text === "string"),
  );

/** Whether volumes are those of a pod that mounts a folder of its node. */
const mountsNode = (volumes: unknown): boolean =>
  Array.isArray(volumes) && volumes.some((each) => isMapping(each) && isMapping(each["hostPath"]));

/** Whether a security context is a pod's, such as that of an operator's `spec`. */
const isOfPod = (value: Fields): boolean => isMapping(value["securityContext"]) && !isContainer(value);

/**
 * The parts of a pod in a mapping that is no whole pod spec: containers without images of their own, which change those
 * of another object, init containers beside them, its security context, and what lets a pod out onto its node.
 */
function partsOf(value: Fields): Fields | undefined {
  if (isPodSpec(value)) return undefined;
  const lists = containerLists.filter((key) => isContainers(value[key]));
  const shared = ["hostNetwork", "hostPID", "hostIPC"].filter((key) => value[key] === true);
  const volumes = mountsNode(value["volumes"]) ? ["volumes"] : [];
  const secured = isOfPod(value) ? ["securityContext"] : [];
  const parts = [...lists, ...shared, ...volumes, ...secured];
  return parts.length === 0 ? undefined : Object.fromEntries(parts.map((key) => [key, value[key]]));
}

/** Every mapping of an object with its place and the mapping around it; a pod spec is not gone into. */
function* mappings(
  value: unknown,
  path: string,
  around: Fields,
  depth = 0,
): Generator<{ readonly path: string; readonly value: Fields; readonly around: Fields }> {
  if (depth > deepest) return;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries())
      yield* mappings(each, `${path}[${index}]`, around, depth + 1);
    return;
  }
  if (!isMapping(value)) return;
  yield { path, value, around };
  if (isPodSpec(value)) return;
  const parts = partsOf(value) ?? {};
  for (const [key, each] of Object.entries(value)) {
    if ((path === "" && skipped.has(key)) || key in parts) continue;
    yield* mappings(each, path === "" ? key : `${path}.${key}`, value, depth + 1);
  }
}

/** Every pod spec, and every part of one, inside an object of a kind that is not listed. */
export function findEmbeddedPods(fields: Fields): readonly EmbeddedPod[] {
  return [...mappings(fields, "", {})].flatMap(({ path, value, around }): readonly EmbeddedPod[] => {
    const parts = partsOf(value);
    if (parts !== undefined) return [{ path, spec: parts, metadata: {}, isPart: true }];
    if (!isPodSpec(value)) return [];
    const { metadata } = around;
    const isTemplate = /(^|\.)spec$/.test(path) && path !== "spec" && isMapping(metadata);
    return [{ path, spec: value, metadata: isTemplate ? metadata : {}, isPart: false }];
  });
}

/** Name of an image with its place or version, and not a word that is no image. */
const isImage = (value: unknown): boolean =>
  typeof value === "string" && !isUnknown(value) && /^[\w.-]+(:\d+)?(\/|:|@)\S+$/.test(value);

/** Names by which fields of operators name an image, where its value has place and version. */
const otherImage = /^(?:imageName|[a-z]\w*Image)$/;

/** Mappings of an object outside of pod specs. */
const outside = (fields: Fields) => [...mappings(fields, "", {})].filter(({ value }) => !isPodSpec(value));

/** Images that an object of such a kind names outside of pod specs: whether they run is not known. */
export function findLooseImages(fields: Fields): readonly LooseImage[] {
  return outside(fields).flatMap(({ path, value }) => {
    const named = Object.keys(value).filter(
      (key) =>
        (key === "image" && isImage(value[key])) ||
        (otherImage.test(key) && /^[\w.-]+(:\d+)?\/\S+[:@]\S+$/.test(String(value[key]))),
    );
    return named.map((key) => ({
      path: path === "" ? key : `${path}.${key}`,
      image: String(value[key]),
    }));
  });
}

/** Fields of a security context that a pod's has not. */
const ofContainers = ["privileged", "capabilities", "allowPrivilegeEscalation", "procMount"];

/** Whether a mapping is a container or the defaults of some, such as a step of a pipeline. */
function isContainer({ image, securityContext, env, command, args }: Fields): boolean {
  const isSecured =
    isMapping(securityContext) && (isImage(image) || ofContainers.some((key) => key in securityContext));
  const hasVariables =
    Array.isArray(env) &&
    env.some((one) => isMapping(one) && typeof one["name"] === "string" && typeof one["value"] === "string");
  return (
    isSecured || hasVariables || (isImage(image) && [command, args].some((words) => Array.isArray(words)))
  );
}

/** Objects that look like a container outside of pod specs, such as a step of a pipeline, without their image. */
export function findLooseContainers(fields: Fields): readonly LooseContainer[] {
  return outside(fields)
    .filter(({ path, value }) => path !== "" && isContainer(value))
    .map(({ path, value: { image: _image, ...container } }) => ({ path, container }));
}
