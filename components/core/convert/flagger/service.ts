import { given } from "../../given";
import { asObject, asText, at } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";

/** Port of the container where a Canary names none. */
const usualPort = 80;

/**
 * The Service that Flagger makes for a Canary: here it is a manifest of the workload.
 * @param name - where the Canary gives none: the workload's
 * @param deployment - the workload, where the input has it
 */
export function toService(canary: JsonObject, name: string, deployment: JsonObject | undefined): JsonObject {
  const service = asObject(at(canary, "spec", "service"));
  const port = typeof service["port"] === "number" ? service["port"] : usualPort;
  const namespace = at(canary, "metadata", "namespace");
  const labels = at(deployment, "spec", "selector", "matchLabels");
  const metadata: { [key: string]: Json } = {
    name: asText(service["name"]) ?? name,
    ...given("namespace", namespace),
  };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: {
      selector: labels ?? { app: name },
      ports: [
        {
          name: asText(service["portName"]) ?? "http",
          port,
          targetPort: service["targetPort"] ?? port,
          ...given("appProtocol", service["appProtocol"]),
        },
      ],
    },
  };
}
