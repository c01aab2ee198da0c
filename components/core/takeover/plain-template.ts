import type { JsonObject } from "../revision/revision";
import { imageDigest } from "../workload/image";
import { asObject, asObjects, at } from "../json";

/**
 * Template of the Deployment that is given back: the revision's, with the labels that its own pods have besides, since
 * its selector never changes.
 * @param before - its template as it is
 */
export function toPlainTemplate(revision: JsonObject, before: JsonObject): JsonObject {
  const metadata = asObject(revision["metadata"]);
  const labels = { ...asObject(metadata["labels"]), ...asObject(at(before, "metadata", "labels")) };
  return { ...revision, metadata: { ...metadata, labels } };
}

/** Whether a template runs an image, by its digest. */
export function runs(template: JsonObject, image: string): boolean {
  const containers = asObjects(at(template, "spec", "containers"));
  return containers.some(
    (one) => typeof one["image"] === "string" && imageDigest(one["image"]) === imageDigest(image),
  );
}
