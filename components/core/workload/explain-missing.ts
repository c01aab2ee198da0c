import type { LiveTrack } from "../live";
import { pausedWords } from "./paused";
import type { LivePod } from "./pod";

/**
 * Reasons why a track's pods are missing, each in Kubernetes' words, for the end of a sentence.
 * @returns e.g. ` (FailedCreate: …; shop-canary-1: ImagePullBackOff: …)`; empty where nothing is known
 */
export function explainMissing(
  track: Pick<LiveTrack, "trouble" | "paused"> | undefined,
  pods: readonly Pick<LivePod, "name" | "problem">[],
  warnings: readonly string[] = [],
): string {
  const reasons = [
    ...(track?.paused === true ? [pausedWords] : []),
    ...(track?.trouble === undefined ? [] : [track.trouble]),
    ...pods.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`])),
    ...warnings,
  ];
  return reasons.length === 0 ? "" : ` (${reasons.join("; ")})`;
}
