import type { JsonObject } from "../../../revision/revision";
import { containerName, lastingContainers } from "./choose-container";
import { asObject, asObjects, at } from "../../../json";
import type { ServicePort } from "../rendered-app";

/** Time that Kubernetes gives a pod where its template says none, seconds. */
const usualGraceSeconds = 30;

/** Whether a port of a Service is one of a container's, by its name or number. */
const isTarget = ({ targetPort }: ServicePort, container: JsonObject): boolean =>
  asObjects(container["ports"]).some(
    (port) => port["name"] === targetPort || port["containerPort"] === targetPort,
  );

/** Containers that the Services of a workload send requests to. */
export function listTargets(template: JsonObject, ports: readonly ServicePort[]): readonly string[] {
  return lastingContainers(template)
    .filter((container) => ports.some((port) => isTarget(port, container)))
    .map(containerName);
}

/** A template with its drain, and who got one or has a hook of its own. */
export interface Drained {
  readonly template: JsonObject;
  readonly added: readonly string[];
  readonly own: readonly string[];
}

/** Lets containers serve on for a while before SIGTERM, so that routers can follow; a hook that stands is left as it is. */
export function addDrain(template: JsonObject, targets: readonly string[], seconds: number): Drained {
  const lasting = lastingContainers(template).filter((one) => targets.includes(containerName(one)));
  const hasHook = (one: JsonObject): boolean => at(one, "lifecycle", "preStop") !== undefined;
  const own = lasting.filter(hasHook).map(containerName);
  const added = lasting.filter((one) => !hasHook(one)).map(containerName);
  if (added.length === 0) return { template, added, own };
  const drain = (container: JsonObject): JsonObject =>
    added.includes(containerName(container))
      ? {
          ...container,
          lifecycle: { ...asObject(container["lifecycle"]), preStop: { sleep: { seconds } } },
        }
      : container;
  const spec = asObject(template["spec"]);
  const grace = spec["terminationGracePeriodSeconds"];
  return {
    template: {
      ...template,
      spec: {
        ...spec,
        containers: asObjects(spec["containers"]).map(drain),
        ...(spec["initContainers"] === undefined
          ? {}
          : { initContainers: asObjects(spec["initContainers"]).map(drain) }),
        terminationGracePeriodSeconds: (typeof grace === "number" ? grace : usualGraceSeconds) + seconds,
      },
    },
    added,
    own,
  };
}
