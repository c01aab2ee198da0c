import type { Cluster } from "../cluster/api";
import { jsonPatch } from "../cluster/api";
import { renderForget, renderGiveBack } from "../core/routers/gateway/give-back";
import type { HttpRoute } from "../core/routers/gateway/http-route";
import { routerOf } from "../core/routers/routers";
import { fieldManager } from "../core/settings";
import type { Settings } from "../core/settings";

/** What is written of a route: its rules, or the marks of the route writer. */
const renders = { rules: renderGiveBack, marks: renderForget } as const;

/**
 * Takes Sluice's part of a user's route away.
 * @returns whether there was any
 */
export async function giveRouteBack(
  cluster: Cluster,
  settings: Settings,
  part: keyof typeof renders,
): Promise<boolean> {
  const path = routerOf(settings).path(settings);
  const route = await cluster.find<HttpRoute>(path);
  const patch = route && renders[part](route, settings);
  if (patch === undefined) return false;
  await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
    contentType: jsonPatch,
    body: patch,
  });
  return true;
}
