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
  for (const [key, each] of Object.entries(value)) {
    if (path === "" && skipped.has(key)) continue;
    yield* mappings(each, path === "" ? key : `${path}.${key}`, value, depth + 1);
  }
}

/** Every pod spec inside an object of a kind that is not listed. */
export function findEmbeddedPods(fields: Fields): readonly EmbeddedPod[] {
  return [...mappings(fields, "", {})]
    .filter(({ value }) => isPodSpec(value))
    .map(({ path, value, around }) => {
      const { metadata } = around;
      const isTemplate = /(^|\.)spec$/.test(path) && path !== "spec" && isMapping(metadata);
      return { path, spec: value, metadata: isTemplate ? metadata : {} };
    });
}

/** Images that an object of such a kind names outside of pod specs: whether they run is not known. */
export function findLooseImages(fields: Fields): readonly LooseImage[] {
  return [...mappings(fields, "", {})].flatMap(({ path, value }) => {
    const { image } = value;
    const isImage =
      typeof image === "string" && !isUnknown(image) && /^[\w.-]+(:\d+)?(\/|:|@)\S+$/.test(image);
    return isPodSpec(value) || !isImage ? [] : [{ path: path === "" ? "image" : `${path}.image`, image }];
  });
}
