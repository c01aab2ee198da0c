import { asTexts, at } from "../json";
import type { JsonObject } from "../revision/revision";

/** A Service, as far as it says which nodes' pods get its requests. */
interface PlacedService {
  readonly spec: { readonly internalTrafficPolicy?: string; readonly externalTrafficPolicy?: string };
}

/** Whether a Service sends requests of a node to pods of that node alone, from inside or from outside. */
export const isLocal = ({ spec: { internalTrafficPolicy, externalTrafficPolicy } }: PlacedService): boolean =>
  internalTrafficPolicy === "Local" || externalTrafficPolicy === "Local";

/** Annotations by which a Service asks for pods of the same zone. */
const zoneAnnotations = ["service.kubernetes.io/topology-mode", "service.kubernetes.io/topology-aware-hints"];

/** Whether a Service prefers pods nearby: the tracks' pods then have other callers, and their latencies differ by them. */
export function isNearby(service: JsonObject): boolean {
  const annotations = asTexts(at(service, "metadata", "annotations"));
  return (
    at(service, "spec", "trafficDistribution") !== undefined ||
    at(service, "spec", "internalTrafficPolicy") === "Local" ||
    zoneAnnotations.some((name) => ["auto", "Auto"].includes(annotations[name] ?? ""))
  );
}
