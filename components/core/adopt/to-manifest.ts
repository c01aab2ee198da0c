import { clean } from "../convert/clean";
import { asObject, asObjects, at } from "../json";
import type { JsonObject } from "../revision/revision";
import { kindOf } from "../workload/from/identity";

/** Fields of a Service that the API server gives it. */
const given: Readonly<Record<string, (value: unknown) => boolean>> = {
  clusterIP: (value) => value !== "None",
  clusterIPs: () => true,
  ipFamilies: () => true,
  ipFamilyPolicy: () => true,
  healthCheckNodePort: () => true,
  internalTrafficPolicy: (value) => value === "Cluster",
  sessionAffinity: (value) => value === "None",
};

/** A live object as a file has it: without what the API server gave it. */
export function toManifest(live: JsonObject): JsonObject {
  const object = clean(live);
  if (kindOf(object) !== "Service") return object;
  const fields = Object.entries(asObject(object["spec"])).filter(([name, value]) => !given[name]?.(value));
  const ports = asObjects(at(object, "spec", "ports")).map(
    (port) => Object.fromEntries(Object.entries(port).filter(([name]) => name !== "nodePort")) as JsonObject,
  );
  return { ...object, spec: { ...(Object.fromEntries(fields) as JsonObject), ports } };
}
