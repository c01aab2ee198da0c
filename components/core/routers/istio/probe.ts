import { objectNames } from "../../settings";
import type { Track } from "../../track";
import { probeHeader, trackHeader } from "../gateway/probe-header";
import type { ProbeRule } from "../router";
import { findProbeKey, refsOf, rulesOf, serviceOf } from "./virtual-service";
import type { VirtualService } from "./virtual-service";

/** Header of one track's probe rules, which is the same in all of them, as the live route has it. */
export function findProbeRule(route: VirtualService, app: string, track: Track): ProbeRule | undefined {
  const service = objectNames(app).probe(track);
  for (const rule of rulesOf(route)) {
    const key = findProbeKey(rule);
    const leads = refsOf(rule).some(({ destination }) => serviceOf(destination.host)?.service === service);
    if (key !== undefined && leads)
      return { send: { [probeHeader]: key }, proof: { name: trackHeader, value: track } };
  }
  return undefined;
}
