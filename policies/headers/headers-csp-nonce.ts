import { resourcePolicy } from "../pack/policy";
import { findOnWays, waysOf } from "./check-routes";
import { isAloneRoute, readAloneRoute } from "./declared/read-route";
import { findStaticNonces } from "./find-static-nonces";
import { routeConfig } from "./route-config";

/** Nonces are fresh in each response. */
export const headersCspNonce = resourcePolicy({
  name: "headers-csp-nonce",
  title: "No nonce that is written down",
  description:
    "No Content-Security-Policy has a nonce that is the same in every response, and no route replaces the application's policy.",
  why: "A nonce that never changes can be read from any page and put on an injected script: it looks strict and protects nothing.",
  fix: "Let the application send the header, with a nonce of its own in each response, and name it nowhere else.",
  severity: "high",
  framework: {
    name: "Content Security Policy",
    version: "Level 3",
    reference: "https://www.w3.org/TR/CSP3/#security-nonces",
    specification: "7.1 Nonce Reuse",
  },
  config: routeConfig,
  applies: isAloneRoute,
  *check(resource, config) {
    const ways = waysOf(resource, readAloneRoute(resource), config.owned);
    yield* findOnWays(ways, findStaticNonces);
  },
});
