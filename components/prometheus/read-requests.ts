import type { Cluster } from "../cluster/api";
import type { TrackRequests } from "../core/edge/waf-report";
import { countBetween } from "../core/evidence/samples/count-between";
import type { Settings } from "../core/settings";
import { openSource } from "./source";

/** Counts both tracks' requests between two moments, seconds since the epoch; null where they cannot be read. */
export async function readRequests(
  cluster: Cluster,
  settings: Settings,
  fromSeconds: number,
  untilSeconds: number,
): Promise<TrackRequests> {
  const { series, problems } = await openSource(cluster, settings).read(fromSeconds, untilSeconds);
  if (problems.length > 0) return null;
  const { stable, canary } = countBetween(series, fromSeconds, untilSeconds);
  return { stable: stable.requests, canary: canary.requests };
}
