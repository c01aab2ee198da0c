import type { ObjectMeta } from "../object-meta";
import { fenceAnnotation } from "./fence";
import type { Fence } from "./fence";
import { annotationPath, testEpoch, writeMarks } from "./json-patch";
import type { PatchOperation } from "./json-patch";
import { readMarks } from "./read-marks";

/** Most epochs that a fence keeps besides the one before it. */
const mostBefore = 15;

/**
 * The patch that shuts a former holder of the lock out: a new epoch and nothing else, so that whatever it is about to
 * write fails. It names the epochs before, by which the next reader of the ledger takes it over.
 * @param metadata - of the live object, whatever shape the rest has
 * @param epoch - the next one
 */
export function renderFence(metadata: ObjectMeta, epoch: string): readonly PatchOperation[] {
  const { epoch: from, fencedFrom = [], zeroReason: zero } = readMarks(metadata);
  const before = fencedFrom.slice(0, mostBefore);
  const fence: Fence = { from, epoch, ...(before.length === 0 ? {} : { before }) };
  return [
    testEpoch(metadata),
    // The reason of weight zero may not be recorded yet.
    ...writeMarks(metadata, { epoch, ...(zero === undefined ? {} : { zero }) }),
    { op: "add", path: annotationPath(fenceAnnotation), value: JSON.stringify(fence) },
  ];
}
