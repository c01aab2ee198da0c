import { readAnnotation } from "../annotations";
import { objectNames } from "../settings";
import { tracks } from "../track";
import type { RouteSettings } from "./foreign-rules";
import type { RouterObject } from "./routed-kind";
import type { RouteReading } from "./router";

/**
 * Owner of a route: Sluice's has its annotation or probe rules, and no probe rules of another app. A route of somebody
 * else's making is offered by the configuration until the route writer was there.
 * @param probed - Services of its probe rules
 */
export function ownerOf(
  { metadata }: RouterObject,
  probed: readonly string[],
  { app, traffic }: RouteSettings,
): RouteReading["kind"] {
  const names = objectNames(app);
  // Before there were Services of probes, probe rules led to those of users.
  const known = new Set(tracks.flatMap((track) => [names.track(track), names.probe(track)]));
  if (probed.some((name) => !known.has(name))) return "theirs";
  if (probed.length > 0 || readAnnotation(metadata, "epoch") !== undefined) return "ours";
  return traffic.isShared ? "offered" : "theirs";
}
