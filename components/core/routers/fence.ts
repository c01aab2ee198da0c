import { readAnnotation } from "../annotations";
import type { ObjectMeta } from "../object-meta";

/** Annotation that a fence leaves on the router's object. */
export const fenceAnnotation = "sluice.dev/fence";

/** The epoch before a fence, and its own, so that any later write makes it void. */
export interface Fence {
  readonly from: string;
  readonly epoch: string;
}

/** Epoch that a fence replaced; undefined where Sluice's last write was no fence. */
export function fencedFrom(metadata: Pick<ObjectMeta, "annotations">): string | undefined {
  const text = metadata.annotations?.[fenceAnnotation];
  if (text === undefined) return undefined;
  try {
    const { from, epoch } = JSON.parse(text) as Partial<Fence>;
    return epoch === readAnnotation(metadata, "epoch") ? from : undefined;
  } catch {
    return undefined;
  }
}
