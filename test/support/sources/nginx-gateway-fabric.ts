import type { Labels } from "../../../components/core/sources/source";
import { routerScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** Classes of status alone; of those that are excused or no change nothing is known, so they are not in the fixture. */
function labels(track: string, ending: Ending): Labels | undefined {
  if (ending === "left" || !("http" in ending) || [304, 401, 429].includes(ending.http)) return undefined;
  return {
    __name__: "nginx_http_upstream_peer_responses_total",
    // Two statuses of a class would be one series; the fixture has a pod for each.
    nginx_peer_address: `10.77.1.1:${ending.http}`,
    nginx_peer_name: `10.77.1.1:${ending.http}`,
    nginx_upstream_name: `prod_app-${track}_80`,
    nginx_zone_name: `prod_app-${track}_80`,
    nginx_status_range: `${`${ending.http}`.slice(0, 1)}xx`,
  };
}

/** @see https://github.com/nginx/agent/blob/177a6e5/internal/collector/nginxplusreceiver/documentation.md */
export const nginxGatewayFabric: Fixture = {
  counter: labels,
  others: [labels("canary-probe", { http: 500 }) ?? {}],
  scrape: routerScrape,
};
