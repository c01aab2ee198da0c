import { annotations } from "../annotations";
import type { ObjectMeta } from "../object-meta";
import { fenceAnnotation } from "./fence";
import { annotationPath, testEpoch } from "./json-patch";
import type { PatchOperation } from "./json-patch";

/**
 * The patch that takes the route writer's marks off a user's object.
 * @param further - annotations of the router's own
 * @returns undefined where there are none
 */
export function forgetMarks(
  metadata: ObjectMeta,
  further: readonly string[],
): readonly PatchOperation[] | undefined {
  const present = metadata.annotations ?? {};
  const all = [annotations.epoch, annotations.zero, fenceAnnotation, ...further];
  const marks = all.filter((name) => name in present);
  if (marks.length === 0) return undefined;
  return [
    testEpoch(metadata),
    ...marks.map((name): PatchOperation => ({ op: "remove", path: annotationPath(name) })),
  ];
}
