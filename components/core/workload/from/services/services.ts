import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { hasLabels } from "../../../selectors/match-labels";
import { trackLabels } from "../../../settings";
import type { Track } from "../../../track";
import { lastingContainers } from "../template/choose-container";
import { nameOf } from "../identity";
import { asObject, asObjects, asTexts, at, walk, showJson } from "../../../json";
import type { ServicePort } from "../rendered-app";

/** Labels that a Service selects pods by; empty where it selects none. */
const termsOf = (service: JsonObject): Readonly<Record<string, string>> =>
  at(service, "spec", "type") === "ExternalName" ? {} : asTexts(at(service, "spec", "selector"));

/** Whether a Service selects pods with these labels. */
export function selects(service: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const terms = termsOf(service);
  return Object.keys(terms).length > 0 && hasLabels(labels, terms);
}

/** Ports of a Service, with the ports of pods that they lead to. */
export function portsOf(service: JsonObject): readonly ServicePort[] {
  return asObjects(at(service, "spec", "ports")).map((port) => {
    const { name, targetPort, protocol, appProtocol } = port;
    const number = Number(port["port"]);
    return {
      ...(typeof name === "string" ? { name } : {}),
      port: number,
      targetPort: typeof targetPort === "string" || typeof targetPort === "number" ? targetPort : number,
      ...(typeof protocol === "string" ? { protocol } : {}),
      ...(typeof appProtocol === "string" ? { appProtocol } : {}),
    };
  });
}

/** Ports of a container, as a Service of it would have them. */
export function portsOfContainer(container: JsonObject): readonly ServicePort[] {
  return asObjects(container["ports"]).map(({ name, containerPort, protocol }) => ({
    ...(typeof name === "string" ? { name } : {}),
    port: Number(containerPort),
    targetPort: typeof name === "string" ? name : Number(containerPort),
    ...(typeof protocol === "string" ? { protocol } : {}),
  }));
}

/** Whether a Service brings requests from outside of the cluster by itself. */
export const isOutside = (service: JsonObject): boolean =>
  ["NodePort", "LoadBalancer"].includes(showJson(at(service, "spec", "type")));

/** Whether the workload names a headless Service to its pods: they find each other by it, in both tracks. */
export function isOwnDiscovery(service: JsonObject, template: JsonObject): boolean {
  if (at(service, "spec", "clusterIP") !== "None") return false;
  const name = new RegExp(`(^|[^-.a-z0-9])${nameOf(service)}($|[^-a-z0-9])`);
  return lastingContainers(template).some(({ env = null, args = null, command = null }) =>
    [...walk([env, args, command])].some(({ value }) => typeof value === "string" && name.test(value)),
  );
}

/** A Service as it is, but selecting one track only. */
export const narrow = (service: JsonObject, app: string, track: Track): JsonObject => ({
  ...service,
  spec: { ...asObject(service["spec"]), selector: { ...termsOf(service), ...trackLabels(app, track) } },
});

/** The canary's twin of a further Service: its labels, so that monitors find it, and none of its annotations. */
export function toTwin(service: JsonObject, app: string): JsonObject {
  const spec = asObject(service["spec"]);
  const { name, namespace, labels } = asObject(service["metadata"]);
  return narrow(
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name: `${showJson(name)}-canary`,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
      },
      spec: {
        ...(spec["clusterIP"] === "None" ? { clusterIP: "None" } : {}),
        selector: termsOf(service),
        ports: asObjects(spec["ports"]).map(
          (port) =>
            Object.fromEntries(Object.entries(port).filter(([field]) => field !== "nodePort")) as JsonObject,
        ),
      },
    },
    app,
    "canary",
  );
}

/** Whether monitors that find a Service by its labels and ports find these pods by the other one already. */
export function isFoundBy(
  service: JsonObject,
  labels: Readonly<Record<string, string>>,
  ports: readonly ServicePort[],
) {
  const own = Object.entries(asTexts(at(service, "metadata", "labels")));
  const has = (port: ServicePort): boolean =>
    ports.some(({ name, targetPort }) => name === port.name && targetPort === port.targetPort);
  return own.every(([name, value]) => labels[name] === value) && portsOf(service).every(has);
}

/** Whether requests can come to a port: no route leads to one of another protocol than TCP. */
export const isForRequests = ({ protocol = "TCP" }: ServicePort): boolean => protocol === "TCP";

/** Port that the users' requests come to: the wanted one, the only one, the one named `http`, or the first. */
export function chooseUserPort(
  ports: readonly ServicePort[],
  wanted: string | number | undefined,
): ServicePort | undefined {
  const fitting = ports.filter(isForRequests);
  if (wanted !== undefined) return fitting.find(({ name, port }) => name === wanted || port === wanted);
  return fitting.find(({ name }) => name === "http") ?? fitting[0];
}

/**
 * Service that the users' requests come to: the wanted one, else the first of the names that one has, the only one, or
 * the only one with the wanted port.
 * @param names - of the Service that the user's own route leads to, of the app and of its Deployment
 * @returns undefined where there is none at all
 */
export function chooseUsers(
  services: readonly JsonObject[],
  names: readonly (string | undefined)[],
  wanted: string | number | undefined,
  service?: string,
): { readonly found: JsonObject | undefined } | { readonly problem: Problem } {
  const called = (name: string | undefined): JsonObject | undefined =>
    services.find((one) => nameOf(one) === name);
  if (service !== undefined) {
    const found = called(service);
    const path = "sluice:app.from.service";
    const all = services.map(nameOf).join(", ") || "none does";
    return found === undefined
      ? {
          problem: {
            path,
            text: `${path} must name a Service that selects the workload's pods (${all}): got ${service}`,
          },
        }
      : { found };
  }
  const named = names.map(called).find((one) => one !== undefined);
  if (named !== undefined || services.length <= 1) return { found: named ?? services[0] };
  const fitting = services.filter(
    (one) => wanted !== undefined && chooseUserPort(portsOf(one), wanted) !== undefined,
  );
  if (fitting.length === 1) return { found: fitting[0] };
  return {
    problem: {
      path: "sluice:app.from.port",
      text: `sluice:app.from.port must name a port of one Service of the workload: got ${wanted === undefined ? "nothing" : wanted}, and ${services.map(nameOf).join(", ")} select its pods`,
      fix: "name that port, or the Service in sluice:app.from.service",
    },
  };
}
