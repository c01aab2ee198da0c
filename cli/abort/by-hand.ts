import { zeroByHand } from "../../components/core/lever/by-hand";
import type { RouteView } from "../../components/core/routers/router";
import type { Settings } from "../../components/core/settings";
import { freshEpoch } from "../../components/traffic/fresh-epoch";

/**
 * Plain kubectl line of this router's emergency write, for the route as it is now.
 * @param attempt - number of the attempt under way, where it is known
 */
export function abortByHand(
  settings: Settings,
  view: RouteView,
  attempt: number | undefined,
  reason = "by hand",
): string {
  const zero = { ...(attempt === undefined ? {} : { attempt }), kind: "abort", reason } as const;
  return zeroByHand(view, settings, { epoch: freshEpoch(view.live.epoch), zero });
}
