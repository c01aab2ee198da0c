import type { JsonObject } from "../revision/revision";
import type { Settings } from "../settings";
import type { DeploymentFields, RenderedApp, RenderedAutoscaler, ServicePort } from "./from/rendered-app";
import type { OpenPort } from "../edge/open-ports";
import { isForRequests } from "./from/services/services";
import { appContainer } from "./pod-template";
import type { WorkloadSpec } from "./workload";

/** Terms by which the objects of a track are declared, besides its pods. */
export interface TrackShape {
  /** Ports of its Service, the users' first. */
  readonly ports: readonly ServicePort[];
  /** Labels of the canary's Service, so that monitors find both tracks. */
  readonly canaryLabels: Readonly<Record<string, string>>;
  readonly deployment: DeploymentFields;
  /** `spec` of stable's PodDisruptionBudget without its selector. */
  readonly budget: JsonObject;
  /** Clients that are allowed, and ports besides those that a track's pods declare; absent where the set says it itself. */
  readonly network?: { readonly from: readonly string[]; readonly further: readonly OpenPort[] };
  /** Stable's autoscaler. */
  readonly autoscaler?: RenderedAutoscaler;
}

/** Budget of a track: never more than one pod at a time, and one that does not serve is in nobody's way. */
export const usualBudget = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" } as const;

/** Settings that a shape follows from. */
type ShapeSettings = Pick<Settings, "port" | "takeover"> & {
  readonly traffic?: Pick<Settings["traffic"], "isShared">;
};

/** Shape of an app's tracks: of its set, or of the short form. */
export function toTrackShape({
  settings,
  workload,
  rendered,
}: {
  readonly settings: ShapeSettings;
  readonly workload: WorkloadSpec;
  readonly rendered?: RenderedApp | undefined;
}): TrackShape {
  const { autoscaler, ...rest } =
    rendered === undefined ? toShortShape(workload) : toRenderedShape(rendered, settings);
  // One that was taken over scales stable: with a second one Kubernetes would scale nothing.
  const isScaled = autoscaler === undefined || (settings.takeover?.scalers.length ?? 0) > 0;
  return isScaled ? rest : { ...rest, autoscaler };
}

/** Shape of an app in the short form. */
function toShortShape(workload: WorkloadSpec): TrackShape {
  const { autoscale, replicas } = workload.stable;
  return {
    ports: [{ name: "http", port: workload.port, targetPort: "http" }],
    canaryLabels: {},
    deployment: {
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      progressDeadlineSeconds: workload.readySeconds,
      revisionHistoryLimit: 3,
    },
    budget: usualBudget,
    network: {
      from: workload.allowFrom,
      further: workload.allowPorts.map((port) => ({ port, protocol: "TCP" })),
    },
    ...(autoscale === undefined
      ? {}
      : {
          autoscaler: {
            minReplicas: replicas,
            maxReplicas: autoscale.maxReplicas,
            metrics: [toCpu(autoscale.cpuPercent, workload.waf !== undefined)],
          },
        }),
  };
}

/** With a firewall in the pods the app's container alone counts: attacks are no reason for more pods. */
function toCpu(percent: number, isFiltered: boolean): JsonObject {
  const cpu = { name: "cpu", target: { type: "Utilization", averageUtilization: percent } };
  return isFiltered
    ? { type: "ContainerResource", containerResource: { ...cpu, container: appContainer } }
    : { type: "Resource", resource: cpu };
}

/** Shape of an app that was rendered from a manifest, kustomization or chart. */
function toRenderedShape(
  { deployment, budget, autoscaler, services }: RenderedApp,
  { port, traffic }: ShapeSettings,
): TrackShape {
  const ports = toTrackPorts(services, port);
  return {
    ports: traffic?.isShared === true ? withUsersPort(ports, services.userPort) : ports,
    canaryLabels: services.labels,
    deployment,
    budget: budget ?? usualBudget,
    ...(autoscaler === undefined || autoscaler.owner !== undefined ? {} : { autoscaler }),
  };
}

/**
 * Ports of the tracks' Services: the route's requests come to one number whatever the set calls it, so that who writes
 * the route does not have to render the set.
 */
export function toTrackPorts(
  { ports, userPort }: Pick<RenderedApp["services"], "ports" | "userPort">,
  routePort: number,
): readonly ServicePort[] {
  const users = ports.find((one) => one.port === userPort && isForRequests(one));
  // A Service must have a port; where nothing listens nothing is lost.
  if (users === undefined) return [{ name: "http", port: routePort, targetPort: routePort }];
  const all = ports.filter((one) => one !== users);
  // A Service with several ports has a name for each; containers need none.
  const rest = all.map((one) => ({
    ...one,
    name: one.name ?? `${(one.protocol ?? "TCP").toLowerCase()}-${one.port}`,
  }));
  const usual = rest.some(({ name }) => name === "http") ? "users" : "http";
  const taken = new Set([routePort, ...rest.map(({ port }) => port)]);
  return [
    { ...users, name: users.name ?? usual, port: routePort },
    ...rest.map((one) => {
      if (one.port !== routePort) return one;
      let free = routePort;
      while (taken.has(free)) free += 1;
      taken.add(free);
      return { ...one, port: free };
    }),
  ];
}

/** The ports, and the users' by the number that the set has for it: a route of another owner goes on naming that. */
function withUsersPort(ports: readonly ServicePort[], userPort: number | undefined): readonly ServicePort[] {
  const [users] = ports;
  const isThere = userPort === undefined || ports.some(({ port }) => port === userPort);
  return users === undefined || isThere
    ? ports
    : [...ports, { ...users, name: `port-${userPort}`, port: userPort }];
}
