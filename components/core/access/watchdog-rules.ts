import type { RouteSettings } from "../routers/foreign-rules";
import { routerOf } from "../routers/routers";
import { objectNames } from "../settings";
import {
  eventsRight,
  furtherRights,
  logsRight,
  namespaceRight,
  readingRights,
  scalersRight,
  warningsRight,
} from "./rights";
import { toRules } from "./roles";
import type { RoleRule } from "./roles";

/** App that a watchdog watches, and where its traffic is split. */
export interface WatchedApp {
  readonly app: string;
  readonly namespace: string;
  readonly router: string;
  /** Name of the router's object. */
  readonly route: string;
  /** Kind of that object, where the router has several. */
  readonly routeKind?: "GRPCRoute";
  /** It judges lines of the pods' logs. @default false */
  readonly logs?: boolean;
}

/**
 * Rules of the watchdog's account in the app's namespace: it reads, and writes only what lowers the weight to 0, by name:
 * no template, no other app's object, no new one but Events.
 */
export function watchdogRules({
  app,
  namespace,
  router: name,
  logs = false,
  ...traffic
}: WatchedApp): readonly RoleRule[] {
  const names = objectNames(app);
  const settings = { app, namespace, traffic: { router: name, ...traffic } } as RouteSettings;
  const router = routerOf(settings);
  const reading = [
    ...readingRights,
    ...router.rights.read,
    ...furtherRights,
    scalersRight,
    warningsRight,
    namespaceRight,
    ...(logs ? [logsRight] : []),
  ];
  // Of its ConfigMaps only the ledger is its business.
  const free = reading.filter(
    ({ resource }) => resource !== "configmaps" && resource !== "controllerrevisions",
  );
  const written = router.path(settings).split("/").at(-1) as string;
  const named = (
    group: string,
    resource: string,
    resourceNames: readonly string[],
    ...verbs: readonly string[]
  ): RoleRule => ({ apiGroups: [group], resources: [resource], resourceNames, verbs });
  const tracks = [names.stable, names.canary];
  return [
    ...toRules(free),
    named("", "configmaps", [names.ledger], "get", "update"),
    named("", "services", router.byPods === true ? [written, names.canary] : [names.canary], "patch"),
    named("apps", "deployments/scale", tracks, "patch"),
    named("autoscaling", "horizontalpodautoscalers", tracks, "patch"),
    named("autoscaling", "horizontalpodautoscalers", [names.canary], "delete"),
    ...router.rights.write.map(({ group, resource, verb }) => named(group, resource, [written], verb)),
    ...toRules([eventsRight]),
  ];
}
