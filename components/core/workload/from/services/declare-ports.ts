import type { JsonObject } from "../../../revision/revision";
import { containerName, lastingContainers } from "../template/choose-container";
import { asList, asObject, asObjects } from "../../../json";
import type { ServicePort } from "../rendered-app";

/**
 * Declares ports of Services in the app's container that no container declares: the revision then says where its pods
 * listen, so that a Service never leads stable's requests to a port of the next one.
 * @returns the template and the ports that were added
 */
export function declarePorts(
  template: JsonObject,
  ports: readonly ServicePort[],
  container: string,
): { readonly template: JsonObject; readonly added: readonly number[] } {
  const known = lastingContainers(template)
    .flatMap((one) => asObjects(one["ports"]))
    .map((port) => port["containerPort"]);
  const isMissing = (port: number | string): port is number =>
    typeof port === "number" && !known.includes(port);
  const missing = ports.filter(({ targetPort }) => isMissing(targetPort));
  const entries = missing.map(({ targetPort, protocol }) => ({
    containerPort: targetPort as number,
    ...(protocol === undefined ? {} : { protocol }),
  }));
  const unique = entries.filter(
    (one, index) => entries.findIndex(({ containerPort }) => containerPort === one.containerPort) === index,
  );
  if (unique.length === 0) return { template, added: [] };
  const spec = asObject(template["spec"]);
  const containers = asObjects(spec["containers"]).map((one) =>
    containerName(one) === container ? { ...one, ports: [...asList(one["ports"]), ...unique] } : one,
  );
  return {
    template: { ...template, spec: { ...spec, containers } },
    added: unique.map(({ containerPort }) => containerPort),
  };
}
