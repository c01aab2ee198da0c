import { resourcePolicy } from "../pack/policy";
import { findOnWays, waysOf } from "./check-routes";
import { isAloneRoute, readAloneRoute } from "./declared/read-route";
import { findRequired } from "./find-required";
import { secureHeaders } from "./framework";
import { requiredConfig } from "./route-config";

/** Routes send the security headers; for routes that need no other object to be judged. */
export const headersRequired = resourcePolicy({
  name: "headers-required",
  title: "Required response headers",
  description: "Every response of a route carries the OWASP security headers with safe values.",
  why: "A browser protects a page from injected scripts, framing, downgrades and curious sites only where the response asks it to.",
  fix: "Set the header with a ResponseHeaderModifier filter (HTTPRoute) or headers.response (VirtualService), or declare under `owned` that the application sends it.",
  severity: "high",
  framework: secureHeaders("Response headers"),
  config: requiredConfig,
  applies: isAloneRoute,
  *check(resource, config) {
    const ways = waysOf(resource, readAloneRoute(resource), config.owned);
    yield* findOnWays(ways, (way) => findRequired(way, config));
  },
});
