import { tracks } from "../track";
import type { Track } from "../track";
import { serviceOf } from "./services";
import type { CountedApp, Labels } from "./source";
import { sources } from "./sources";

/**
 * Track of a series that a user's own query selected: by a label that names it, in the form of any source, or by the
 * name of the track's Service. `shared` has no such label, `foreign` belongs to another app.
 */
export function trackOfQueried(labels: Labels, app: CountedApp): Track | "shared" | "foreign" {
  const said = labels["track"] ?? labels["sluice_dev_track"] ?? labels["label_sluice_dev_track"];
  if (said === "stable" || said === "canary") return said;
  const told = Object.values(sources).flatMap((source) => source.trackOf(labels, app) ?? []);
  const found = told[0] ?? tracks.find((track) => labels["service"] === serviceOf(app, track));
  const isOwned = said !== undefined || labels["pod"] !== undefined || labels["service"] !== undefined;
  return found ?? (isOwned ? "foreign" : "shared");
}
