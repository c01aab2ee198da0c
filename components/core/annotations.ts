import type { ObjectMeta } from "./object-meta";

/** Names of annotations on Sluice's objects. */
export const annotations = {
  /** On the router's object: epoch of the last write, see `routers/epoch.ts`. */
  epoch: "sluice.dev/epoch",
  /** On the router's object: JSON of `ZeroReason`. */
  zero: "sluice.dev/zero",
  /** On stable's Deployment: image of the last promoted version. */
  promoted: "sluice.dev/promoted",
  /** On stable's Deployment: name of the last promoted revision. */
  promotedRevision: "sluice.dev/promoted-revision",
  /** On stable's Deployment: JSON list of aborted versions; of an older Sluice, of their images. */
  aborted: "sluice.dev/aborted",
} as const;

/** One of the annotations. */
export type Annotation = keyof typeof annotations;

/** Names under the prefix of earlier versions: still read, and removed by the next write. */
export const formerAnnotations: Readonly<Record<Annotation, string>> = {
  epoch: "sluice/epoch",
  zero: "sluice/zero",
  promoted: "sluice/promoted",
  promotedRevision: "sluice/promoted-revision",
  aborted: "sluice/aborted",
};

/** Annotation of Sluice under its name or its former one. */
export function readAnnotation(
  metadata: Pick<ObjectMeta, "annotations">,
  annotation: Annotation,
): string | undefined {
  const present = metadata.annotations ?? {};
  return present[annotations[annotation]] ?? present[formerAnnotations[annotation]];
}
