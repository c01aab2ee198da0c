import { objectNames } from "../../settings";
import type { Track } from "../../track";
import type { ProbeRule } from "../router";
import type { HttpRoute } from "./http-route";
import { findProbeKey } from "./kinds";
import { probeHeader, trackHeader } from "./rules";

/** The probe rule of one track, as the live route has it. */
export function findProbeRule(route: HttpRoute, app: string, track: Track): ProbeRule | undefined {
  const service = objectNames(app).track(track);
  for (const rule of route.spec.rules ?? []) {
    const [key, refs] = [findProbeKey(rule), rule.backendRefs ?? []];
    if (key === undefined || refs.length !== 1 || refs[0]?.name !== service) continue;
    return { send: { [probeHeader]: key }, proof: { name: trackHeader, value: track } };
  }
  return undefined;
}
