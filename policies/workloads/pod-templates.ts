import { isUnknown } from "../pack/unknown";
import { isOwnGroup } from "./served-apis";

type Fields = Readonly<Record<string, unknown>>;

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

const isMapping = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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

/**
 * The parts of a pod in a mapping that is no whole pod spec: containers without images of their own, which change those
 * of another object, or init containers beside them.
 */
function partsOf(value: Fields): Fields | undefined {
  const lists = containerLists.filter((key) => isContainers(value[key]));
  if (lists.length === 0 || isPodSpec(value)) return undefined;
  const shared = ["hostNetwork", "hostPID", "hostIPC"].filter((key) => value[key] === true);
  return Object.fromEntries([...lists, ...shared].map((key) => [key, value[key]]));
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

/** Every mapping outside of pod specs that names an image. */
const withImages = (fields: Fields) =>
  [...mappings(fields, "", {})].filter(({ value }) => {
    const { image } = value;
    const isImage =
      typeof image === "string" && !isUnknown(image) && /^[\w.-]+(:\d+)?(\/|:|@)\S+$/.test(image);
    return isImage && !isPodSpec(value);
  });

/** Images that an object of such a kind names outside of pod specs: whether they run is not known. */
export function findLooseImages(fields: Fields): readonly LooseImage[] {
  return withImages(fields).map(({ path, value }) => ({
    path: path === "" ? "image" : `${path}.image`,
    image: String(value["image"]),
  }));
}

/** Objects that look like a container outside of pod specs, such as a step of a pipeline, without their image. */
export function findLooseContainers(fields: Fields): readonly LooseContainer[] {
  return withImages(fields)
    .filter(({ path, value }) => path !== "" && isMapping(value["securityContext"]))
    .map(({ path, value: { image: _image, ...container } }) => ({ path, container }));
}
