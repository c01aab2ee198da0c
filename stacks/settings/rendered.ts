import type { RenderedApp, RenderOptions } from "../../components/core/workload/from/rendered-app";
import { isByPods } from "../../components/core/routers/routers";
import type { Settings } from "../../components/core/settings";
import { meshPorts } from "../../components/core/workload/mesh";
import { given } from "../../components/core/given";
import { configuredRouter } from "./configured-router";
import { toWaf } from "./edge";
import type { EnvironmentConfig } from "../schema/schema";
import type { From, Patches } from "../schema/from";
import { drainSeconds } from "./settings";

/** A workload that is written elsewhere, and what it is read with. */
export interface RenderRequest {
  readonly from: From;
  readonly patch?: Patches;
  readonly options: RenderOptions;
  readonly cluster: Settings["cluster"];
  /** `app.adopt`: the running Deployment that stable takes the place of. */
  readonly adopt?: string;
  readonly router: string;
  /** The route is an object of the user's own. */
  readonly isShared: boolean;
  /** Service that stands for stable where a running service is adopted, or is the switch between the tracks. */
  readonly stableService: string;
}

/** Renders a workload; throws a `ConfigError` with everything that keeps it from that. */
export type RenderWorkload = (request: RenderRequest) => Promise<RenderedApp>;

/** Request for the workload of an environment; undefined where it is in the short form. */
export function toRenderRequest(config: EnvironmentConfig): RenderRequest | undefined {
  const { app, release, traffic, cluster, migration } = config;
  const { from, name, namespace, sharedServices } = app;
  if (from === undefined) return undefined;
  const route = traffic.from?.object ?? traffic.route ?? name;
  return {
    from,
    ...given("patch", app.patch),
    cluster,
    ...given("adopt", app.adopt),
    router: traffic.router,
    isShared: traffic.from?.object !== undefined,
    stableService: isByPods(traffic.router) ? route : (traffic.service ?? name),
    options: {
      app: name,
      namespace,
      image: release.image,
      sharedServices,
      drainSeconds: drainSeconds(traffic),
      hosts: traffic.hosts ?? [],
      route,
      isShared: traffic.from?.object !== undefined,
      routeKind: configuredRouter(traffic).kinds[0]?.kind ?? "Service",
      ...given("workload", app.workload),
      ...given("container", app.container),
      ...given("port", from.port),
      ...given("service", from.service),
      ...given("routeService", traffic.service),
      ...given("parallel", app.parallel),
      ...given("waf", toWaf(config)),
      ...(migration === undefined
        ? {}
        : { migration: migration.command === undefined ? "settings" : "command" }),
    },
  };
}

/** Time that Kubernetes gives a Deployment to make progress where it says none, seconds. */
const usualDeadlineSeconds = 600;

/** Settings of an environment whose workload was rendered: what its set says in place of the short form. */
export function withRendered(settings: Settings, app: RenderedApp): Settings {
  const { autoscaler, replicas = 1, services, deployment, probePaths, takeover } = app;
  const names = [...services.twins, ...services.open].map(
    ({ metadata }) => (metadata as { name: string }).name,
  );
  const shared = [...(settings.sharedServices ?? []), ...names];
  return {
    ...settings,
    // Its set says who may connect: Sluice declares no NetworkPolicy of its own.
    allowPorts: meshPorts,
    image: app.image,
    ...given("takeover", takeover),
    traffic: { ...settings.traffic, ...given("main", takeover?.main) },
    // A Service that was taken over keeps its ports: the route goes on naming them.
    ...given("port", takeover === undefined ? undefined : services.userPort),
    ...(shared.length === 0 ? {} : { sharedServices: [...new Set(shared)] }),
    stable: toScale(autoscaler, replicas),
    readySeconds: deployment.progressDeadlineSeconds ?? usualDeadlineSeconds,
    analysis: {
      ...settings.analysis,
      metrics: settings.analysis.metrics.filter(
        ({ kind }) => kind !== "latency" || takeover?.isNearby !== true,
      ),
      ignoreRoutes: [
        ...new Set([...probePaths.filter((path) => path !== "/"), ...settings.analysis.ignoreRoutes]),
      ],
    },
  };
}

/** Pods of stable: of one that another owner's autoscaler scales only how many it starts with. */
function toScale(autoscaler: RenderedApp["autoscaler"], replicas: number): Settings["stable"] {
  if (autoscaler === undefined) return { replicas };
  const { minReplicas, maxReplicas, owner } = autoscaler;
  return owner === undefined ? { minReplicas, maxReplicas } : { replicas: Math.max(1, minReplicas) };
}
