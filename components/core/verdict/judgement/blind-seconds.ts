import type { Track } from "../../track";
import type { EvidenceState } from "../model";

/**
 * Seconds since the last fresh sample of `track`, at most since the running deadline began.
 * @param nowSeconds - seconds since the epoch
 */
export function blindSeconds(state: EvidenceState, track: Track, nowSeconds: number): number {
  const since = Math.max(state.freshAt[track] ?? -Infinity, state.stage?.clockFromSeconds ?? -Infinity);
  return since === -Infinity ? 0 : Math.max(nowSeconds - since, 0);
}
