import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { containerName, lastingContainers } from "../template/choose-container";
import { describe, kindOf, nameOf } from "../identity";
import { asTexts, at, showJson } from "../../../json";
import type { RenderedServices, RenderOptions } from "../rendered-app";
import {
  chooseUserPort,
  chooseUsers,
  isFoundBy,
  isOutside,
  isOwnDiscovery,
  narrow,
  portsOf,
  portsOfContainer,
  selects,
  toTwin,
} from "./services";

/** Services of a workload, taken out of its set. */
export interface TakenServices {
  readonly services: RenderedServices;
  readonly taken: readonly JsonObject[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

const nothing = { labels: {}, ports: [], kept: [], twins: [], open: [] };

/**
 * Takes the Services that select the workload's pods: each keeps its name and ports for callers, and selects stable.
 * @param labels - of the pods as the set has them
 * @param container - the app's
 */
export function takeServices(
  objects: readonly JsonObject[],
  workload: { readonly deployment: JsonObject; readonly template: JsonObject; readonly container: string },
  options: RenderOptions,
): TakenServices {
  const { app, port: wanted, service, routeService, sharedServices } = options;
  const { deployment, template, container } = workload;
  const labels = asTexts(at(template, "metadata", "labels"));
  const taken = objects.filter((one) => kindOf(one) === "Service" && selects(one, labels));
  const isOpen = (one: JsonObject): boolean =>
    sharedServices.includes(nameOf(one)) || isOwnDiscovery(one, template);
  const open = taken.filter(isOpen);
  const own = taken.filter((one) => !isOpen(one));
  const problems = [
    ...own.flatMap((one) => refuseShared(one, deployment, objects)),
    ...taken.flatMap((one) => refuseTargets(one, template)),
  ];
  const choice = chooseUsers(own, [routeService, app, nameOf(deployment)], wanted, service);
  if ("problem" in choice) {
    return { services: nothing, taken, problems: [...problems, choice.problem], notes: [] };
  }
  const users = choice.found;
  const serving = lastingContainers(template).find((one) => containerName(one) === container) as JsonObject;
  const ports = users === undefined ? portsOfContainer(serving) : portsOf(users);
  const userPort = chooseUserPort(ports, wanted);
  if (wanted !== undefined && userPort === undefined) {
    const known = ports.map(({ name, port }) => name ?? String(port)).join(", ") || "none";
    const of = users === undefined ? `container ${container}` : `Service ${nameOf(users)}`;
    const text = `sluice:app.from.port must be a port of ${of} (${known}): got ${wanted}`;
    problems.push({ path: "sluice:app.from.port", text });
  }
  const userLabels = asTexts(at(users, "metadata", "labels"));
  const further = own.filter((one) => one !== users && !isOutside(one) && !isFoundBy(one, userLabels, ports));
  return {
    services: {
      ...(users === undefined ? {} : { users: nameOf(users) }),
      ...(userPort === undefined ? {} : { userPort: userPort.port }),
      labels: userLabels,
      ports,
      kept: own.map((one) => narrow(one, app, "stable")),
      twins: further.map((one) => toTwin(one, app)),
      open,
    },
    taken,
    problems,
    notes: [
      ...own.map((one) =>
        isOutside(one)
          ? `Service ${nameOf(one)} (${showJson(at(one, "spec", "type"))}) is a way in that no weight governs: it leads to stable only`
          : `Service ${nameOf(one)} keeps its name and ports, and leads to stable only: callers inside reach the canary by the route alone`,
      ),
      ...open.map(
        (one) => `Service ${nameOf(one)} selects both tracks as it is: a way in that no weight governs`,
      ),
      ...(users !== undefined && userPort === undefined
        ? [
            `Service ${nameOf(users)} has no port of TCP: no route leads to it, and the canary gets no requests by it`,
          ]
        : []),
      ...(users === undefined
        ? [
            `nothing of the set sends requests to ${nameOf(deployment)}: its exposure begins with the canary's first pod, whatever the weight`,
          ]
        : []),
    ],
  };
}

/** Kinds besides the Deployment whose pods serve for as long as they are there. */
const serving = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

/** A Service that leads to pods of others as well cannot be narrowed to a track. */
function refuseShared(
  service: JsonObject,
  deployment: JsonObject,
  objects: readonly JsonObject[],
): readonly Problem[] {
  const others = objects.filter(
    (one) =>
      one !== deployment &&
      serving.includes(kindOf(one)) &&
      at(one, "metadata", "namespace") === at(deployment, "metadata", "namespace") &&
      selects(service, asTexts(at(one, "spec", "template", "metadata", "labels"))),
  );
  return others.length === 0
    ? []
    : [
        {
          path: `Service ${nameOf(service)}`,
          text: `spec.selector of Service ${nameOf(service)} must select the pods of Deployment ${nameOf(deployment)} only: got those of ${others.map((one) => (kindOf(one) === "Deployment" ? nameOf(one) : describe(one))).join(", ")} as well`,
          fix: "narrow it, or allow it by name in sluice:app.sharedServices: then it leads to both tracks, ungated",
        },
      ];
}

/** A Service whose port has a name that no container has leads nowhere. */
function refuseTargets(service: JsonObject, template: JsonObject): readonly Problem[] {
  const names = lastingContainers(template).flatMap((one) => portsOfContainer(one).map(({ name }) => name));
  return portsOf(service)
    .filter(({ targetPort }) => typeof targetPort === "string" && !names.includes(targetPort))
    .map(({ targetPort }) => ({
      path: `Service ${nameOf(service)}`,
      text: `targetPort of Service ${nameOf(service)} must be a port of the workload's containers: got ${targetPort}, which none has (${names.filter((name) => name !== undefined).join(", ") || "no names"})`,
    }));
}
