import { objectNames } from "../../settings";
import type { Track } from "../../track";
import type { ProbeRule } from "../router";
import { rulesOf, refsOf } from "./http-route";
import type { HttpRoute } from "./http-route";
import { findProbeKey } from "./kinds";
import { probeHeader, trackHeader } from "./probe-header";

/** Header of one track's probe rules, which is the same in all of them, as the live route has it. */
export function findProbeRule(route: HttpRoute, app: string, track: Track): ProbeRule | undefined {
  const names = objectNames(app);
  // Earlier versions sent probes to the Services of users' requests.
  const services: readonly string[] = [names.probe(track), names.track(track)];
  for (const rule of rulesOf(route)) {
    const key = findProbeKey(rule);
    const [ref, ...more] = refsOf(rule);
    if (key === undefined || ref === undefined || more.length > 0 || !services.includes(ref.name)) continue;
    return { send: { [probeHeader]: key }, proof: { name: trackHeader, value: track } };
  }
  return undefined;
}
