import type { z } from "zod";
import { stackPolicy } from "../pack/policy";
import type { Finding } from "../pack/policy";
import type { Resource } from "../pack/resource";
import { UnknownValue } from "../pack/unknown";
import { findOnWays, waysOf } from "./check-routes";
import { composedRouteReader, isComposedRoute } from "./declared/read-route";
import type { DeclaredRoute } from "../../components/core/routers/headers/header-reader";
import { findLowScores } from "./find-low-score";
import { findRequired } from "./find-required";
import { findRouteLeaks } from "./find-route-leaks";
import { findStaticNonces } from "./find-static-nonces";
import { secureHeaders } from "./framework";
import { leakConfig, requiredConfig, scoreConfig } from "./route-config";

const schema = requiredConfig.extend(leakConfig.shape).extend(scoreConfig.shape);

/** One route; a value that is not known yet leaves the others of the stack judged. */
function judge(
  resource: Resource,
  read: (route: Resource) => DeclaredRoute,
  settings: z.output<typeof schema>,
): Finding[] {
  try {
    const route = read(resource);
    const ways = waysOf(resource, route, settings.owned);
    return [
      ...findOnWays(ways, (way) => [
        ...findRequired(way, settings),
        ...findRouteLeaks(way, settings.remove),
        ...findStaticNonces(way),
      ]),
      ...findLowScores(ways, route.hosts[0] ?? "", settings),
    ];
  } catch (error) {
    if (!(error instanceof UnknownValue)) throw error;
    return [{ path: error.path, rule: "be known", fix: "it is checked in the update", unknown: true }];
  }
}

/** Applies the policies on headers to routes whose headers are in other objects. */
export const headersComposed = stackPolicy({
  name: "headers-composed",
  title: "Response headers said by several objects",
  description:
    "What `headers-required`, `headers-no-leaks`, `headers-csp-nonce` and `headers-score` demand, for an Ingress, an IngressRoute or an HTTPRoute whose headers are in a ConfigMap or a Middleware.",
  why: "Such a route can only be judged together with the objects it names, so at the end of a preview or an update.",
  fix: "Set the header in the Middleware, or in the ConfigMap of nginx.ingress.kubernetes.io/custom-headers, in the same stack.",
  severity: "high",
  framework: secureHeaders("Response headers"),
  config: schema,
  *checkStack(resources, config) {
    const read = composedRouteReader(resources);
    for (const resource of resources.filter(isComposedRoute)) {
      for (const finding of judge(resource, read, config)) yield { ...finding, resource };
    }
  },
});
