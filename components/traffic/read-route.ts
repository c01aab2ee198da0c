import type { Cluster } from "../cluster/api";
import { routePath } from "../core/routers/http-route";
import type { HttpRoute } from "../core/routers/http-route";
import { toRouteView } from "../core/routers/route-view";
import type { RouteSettings, RouteView } from "../core/routers/route-view";

/**
 * Reads the route.
 * @returns undefined when it does not exist
 * @throws {RouteShapeError} when no single rule holds exactly both backends
 */
export async function readRoute(cluster: Cluster, settings: RouteSettings): Promise<RouteView | undefined> {
  const object = await cluster.find<HttpRoute>(routePath(settings.namespace, settings.traffic.route));
  return object === undefined ? undefined : toRouteView(object, settings);
}
