import { tracks } from "../track";
import type { Track } from "../track";
import type { CountedApp, Labels } from "./source";
import { sources } from "./sources";

/**
 * The track of a series that somebody's own query selected: by a label that says it, as any of the sources tells it, or
 * by the name of the track's Service. `shared` has no label that could tell, `foreign` belongs to another app.
 */
export function trackOfQueried(labels: Labels, app: CountedApp): Track | "shared" | "foreign" {
  const said = labels["track"] ?? labels["sluice_dev_track"] ?? labels["label_sluice_dev_track"];
  if (said === "stable" || said === "canary") return said;
  const told = Object.values(sources).flatMap((source) => source.trackOf(labels, app) ?? []);
  const found = told[0] ?? tracks.find((track) => labels["service"] === `${app.app}-${track}`);
  const isOwned = said !== undefined || labels["pod"] !== undefined || labels["service"] !== undefined;
  return found ?? (isOwned ? "foreign" : "shared");
}
