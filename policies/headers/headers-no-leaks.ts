import { resourcePolicy } from "../pack/policy";
import { findOnWays, waysOf } from "./check-routes";
import { isAloneRoute, readAloneRoute } from "./declared/read-route";
import { findRouteLeaks } from "./find-route-leaks";
import { secureHeaders } from "./framework";
import { leakConfig } from "./route-config";

/** Responses do not name the software that answers. */
export const headersNoLeaks = resourcePolicy({
  name: "headers-no-leaks",
  title: "No software versions in response headers",
  description: "No response of a route names the software that answers in its headers.",
  why: "Names and versions in headers let an attacker pick the exploit that fits, and help no other reader.",
  fix: "Add the header to the list that the route removes.",
  severity: "low",
  framework: secureHeaders("Prevent information disclosure via HTTP headers"),
  config: leakConfig,
  applies: isAloneRoute,
  *check(resource, config) {
    const ways = waysOf(resource, readAloneRoute(resource), config.owned);
    yield* findOnWays(ways, (way) => findRouteLeaks(way, config.remove));
  },
});
