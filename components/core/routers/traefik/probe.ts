import { objectNames } from "../../settings";
import type { Track } from "../../track";
import { probeHeader, trackHeader } from "../gateway/probe-header";
import type { ProbeRule } from "../router";
import { findProbeKey, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute } from "./ingress-route";

/** Header of one track's probe rules, which is the same in all of them, as the live route has it. */
export function findProbeRule(route: IngressRoute, app: string, track: Track): ProbeRule | undefined {
  const service = objectNames(app).probe(track);
  const found = rulesOf(route).find(
    (rule) => findProbeKey(rule) !== undefined && servicesOf(rule).some(({ name }) => name === service),
  );
  const key = found && findProbeKey(found);
  return key === undefined
    ? undefined
    : { send: { [probeHeader]: key }, proof: { name: trackHeader, value: track } };
}
