import { readAnnotation } from "../annotations";
import type { ObjectMeta } from "../object-meta";

/** Annotation that a fence leaves on the router's object. */
export const fenceAnnotation = "sluice.dev/fence";

/** The epoch before a fence, and its own, so that any later write makes it void. */
export interface Fence {
  readonly from: string;
  readonly epoch: string;
  /** Epochs before `from`, newest first, as far as only fences were written since. @default none */
  readonly before?: readonly string[];
}

/**
 * Epochs that fences replaced, newest first: several contenders may fence one after the other. Undefined where Sluice's
 * last write was no fence.
 */
export function fencedFrom(metadata: Pick<ObjectMeta, "annotations">): readonly string[] | undefined {
  const text = metadata.annotations?.[fenceAnnotation];
  if (text === undefined) return undefined;
  try {
    const { from, epoch, before = [] } = JSON.parse(text) as Partial<Fence>;
    return from !== undefined && epoch === readAnnotation(metadata, "epoch") ? [from, ...before] : undefined;
  } catch {
    return undefined;
  }
}
