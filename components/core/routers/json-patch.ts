import { annotations, formerAnnotations } from "../annotations";
import type { Annotation } from "../annotations";
import type { ZeroReason } from "../live";
import type { ObjectMeta } from "../object-meta";

/** One operation of an RFC 6902 patch. */
export interface PatchOperation {
  readonly op: "add" | "replace" | "remove" | "test";
  readonly path: string;
  readonly value?: unknown;
}

/** Fails the patch where a place has another value by now. */
export const testValue = (path: string, value: unknown): PatchOperation => ({ op: "test", path, value });

/** A key as one segment of a JSON Pointer. */
const toSegment = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** Place of an annotation in an object. */
export const annotationPath = (name: string): string => `/metadata/annotations/${toSegment(name)}`;

/** Fails the patch when the route writer was there since the object was read. */
export function testEpoch({ annotations: present = {}, resourceVersion }: ObjectMeta): PatchOperation {
  const name = [annotations.epoch, formerAnnotations.epoch].find((one) => one in present);
  // An absent annotation cannot be tested; the resourceVersion does the same, only more strictly.
  return name === undefined
    ? { op: "test", path: "/metadata/resourceVersion", value: resourceVersion }
    : { op: "test", path: annotationPath(name), value: present[name] };
}

/**
 * Writes the epoch, and why the weight is zero or that it no longer is; names of earlier versions go.
 * @param zero - absent for a write that is none of weight 0
 */
export function writeMarks(
  { annotations: present }: Pick<ObjectMeta, "annotations">,
  { epoch, zero }: { readonly epoch: string; readonly zero?: ZeroReason },
): PatchOperation[] {
  const gone = (annotation: Annotation, former: boolean): PatchOperation[] =>
    (former ? [formerAnnotations[annotation]] : [annotations[annotation], formerAnnotations[annotation]])
      .filter((name) => name in (present ?? {}))
      .map((name) => ({ op: "remove", path: annotationPath(name) }));
  const add = (annotation: Annotation, value: string): PatchOperation[] => [
    { op: "add", path: annotationPath(annotations[annotation]), value },
    ...gone(annotation, true),
  ];
  return [
    ...(present === undefined ? [{ op: "add", path: "/metadata/annotations", value: {} } as const] : []),
    ...add("epoch", epoch),
    ...(zero === undefined ? gone("zero", false) : add("zero", JSON.stringify(zero))),
  ];
}
