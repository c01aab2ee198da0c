import { asObject, asObjects, at } from "../json";
import type { Json, JsonObject } from "../revision/revision";
import { toSidecar, toSidecarVolumes } from "./sidecar";
import type { WafSpec } from "./waf";

/** Port of a container that the firewall takes the name of. */
export interface TakenPort {
  /** Name that Services, monitors and policies know it by. */
  readonly name: string;
  /** Number that the container listens on. */
  readonly number: number;
  /** Number that the name means from now on. */
  readonly becomes: number;
}

/** Places of the pod at which the firewall stands. */
export interface FilterPlan {
  /** Ports whose names it takes: the users' first. */
  readonly taken: readonly TakenPort[];
  /** Container that declares the users' port. */
  readonly container: string;
  /** Port and path of the app's metrics. @default - the firewall's alone are served */
  readonly metrics?: { readonly port: number; readonly path: string };
  /** Pods carry `prometheus.io/port`, which leads to the firewall's. */
  readonly isAnnotated: boolean;
}

const probes = ["startupProbe", "readinessProbe", "livenessProbe"];
const handlers = ["httpGet", "tcpSocket"];

/** A probe or a hook that names a port by what it was. */
function hide(action: Json | undefined, taken: readonly TakenPort[]): JsonObject {
  const asked = asObject(action);
  return Object.fromEntries(
    Object.entries(asked).map(([kind, how]) => {
      const number = taken.find(({ name }) => name === at(how, "port"))?.number;
      return [
        kind,
        handlers.includes(kind) && number !== undefined ? { ...asObject(how), port: number } : how,
      ];
    }),
  );
}

/** A container whose probes and hooks ask the app's own port: the kubelet knows nothing of a firewall. */
function hideAll(container: JsonObject, taken: readonly TakenPort[]): JsonObject {
  const asked = Object.entries(container).filter(([field]) => probes.includes(field));
  const hooks = asObject(container["lifecycle"]);
  return {
    ...container,
    ...Object.fromEntries(asked.map(([field, probe]) => [field, hide(probe, taken)])),
    ...(container["lifecycle"] === undefined
      ? {}
      : {
          lifecycle: Object.fromEntries(
            Object.entries(hooks).map(([when, hook]) => [when, hide(hook, taken)]),
          ),
        }),
  };
}

/** Ports by which the pod is known: a taken name means the firewall's, and the number stays declared without one. */
function swapPorts(ports: Json | undefined, taken: readonly TakenPort[]): readonly JsonObject[] {
  return asObjects(ports).flatMap((port) => {
    const found = taken.find(({ name }) => name === port["name"]);
    if (found === undefined) return [port];
    const { name: _, ...rest } = port;
    return [{ ...port, containerPort: found.becomes }, rest];
  });
}

/**
 * Puts the firewall before a container of a pod that a set describes: ports keep their names, which lead to it.
 * @param app - name that its configuration has
 */
export function filterTemplate(
  template: JsonObject,
  app: string,
  waf: WafSpec,
  plan: FilterPlan,
): JsonObject {
  const { taken, container: whose, metrics, isAnnotated } = plan;
  const spec = asObject(template["spec"]);
  const metadata = asObject(template["metadata"]);
  const isOpen = taken.some(({ becomes }) => becomes === waf.metricsPort);
  const own = isOpen ? [] : [{ name: "waf-metrics", containerPort: waf.metricsPort, protocol: "TCP" }];
  const filter = (container: JsonObject): JsonObject => {
    const swapped = swapPorts(container["ports"], taken);
    const ports = container["name"] === whose ? [...swapped, ...own] : swapped;
    return hideAll({ ...container, ...(ports.length === 0 ? {} : { ports }) }, taken);
  };
  return {
    ...template,
    metadata: {
      ...metadata,
      ...(isAnnotated
        ? {
            annotations: {
              ...asObject(metadata["annotations"]),
              "prometheus.io/port": String(waf.metricsPort),
            },
          }
        : {}),
    },
    spec: {
      ...spec,
      initContainers: [
        ...asObjects(spec["initContainers"]).map(filter),
        toSidecar(waf, { metrics }) as unknown as JsonObject,
      ],
      containers: asObjects(spec["containers"]).map(filter),
      volumes: [...asObjects(spec["volumes"]), ...(toSidecarVolumes(app) as unknown as JsonObject[])],
    },
  };
}
