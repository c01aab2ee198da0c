import { routerOf } from "../routers/routers";
import type { Settings } from "../settings";
import { sourceOf } from "../sources/sources";
import type { VerdictParameters } from "../verdict/index";

/** Reason why no requests of our own are sent while a stage soaks; undefined where they are. */
export function whyNoSynthetic(
  { analysis, traffic }: Pick<Settings, "analysis" | "traffic">,
  { syntheticShare }: Pick<VerdictParameters, "syntheticShare">,
): string | undefined {
  if ((analysis.syntheticPerSecond ?? 0) === 0) return "sluice:analysis.syntheticPerSecond is 0";
  if (!routerOf({ traffic }).can.probe)
    return `router "${traffic.router}" has no rule by which a request reaches one track`;
  // The usual counters by backend leave the Services of the probes out; what a person's own query counts is not known.
  if (sourceOf(analysis).countsIn === "pod" || analysis.source === "query")
    return `source "${analysis.source}" may count them as users' requests`;
  return syntheticShare === undefined
    ? "the attempt began before there were any, or when they were off"
    : undefined;
}
